"""Tells IPython how to show our values: static, escaped HTML first, useful text beside it, and for plans the data of the view.

Rendering is render/'s business. What an output holds is chosen by `workbench.options.display`; all of it is in one output, so
that each reader takes the best that it can show: JupyterLab with our renderer the view, others the HTML, a terminal the text.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from IPython.core.getipython import get_ipython

from workbench.advice import Advice
from workbench.catalog import Leftovers
from workbench.catalog.schema import Schema
from workbench.indexes import Promise
from workbench.plan import Plan, PlanDiff
from workbench.render.advice import advice_html, advice_text
from workbench.render.leftovers import leftovers_html, leftovers_text
from workbench.render.loaded import loaded_html, loaded_text
from workbench.render.options import options
from workbench.render.plan_diff import diff_html, diff_text
from workbench.render.plan_html import plan_html
from workbench.render.plan_text import plan_text
from workbench.render.promise import promise_html, promise_text
from workbench.render.result import result_html, result_text
from workbench.render.schema_html import schema_html, schema_text
from workbench.render.trial import trial_html, trial_text
from workbench.render.view_data import MIME, diff_data, plan_data
from workbench.render.workload_trial import workload_trial_html, workload_trial_text
from workbench.sql import Fetched, Result
from workbench.trials import Trial, WorkloadTrial
from workbench.verbs.load import Loaded

# The type, its HTML, its text.
_SHOWN: tuple[tuple[type, Callable[[Any], str], Callable[[Any], str]], ...] = (
    (Plan, plan_html, plan_text),
    (PlanDiff, diff_html, diff_text),
    (Trial, trial_html, trial_text),
    (WorkloadTrial, workload_trial_html, workload_trial_text),
    (Advice, advice_html, advice_text),
    (Promise, promise_html, promise_text),
    (Result, result_html, result_text),
    (Fetched, result_html, result_text),
    (Loaded, loaded_html, loaded_text),
    (Leftovers, leftovers_html, leftovers_text),
    (Schema, schema_html, schema_text),
)
# The types that the interactive view draws, and what it is given.
_VIEWED: tuple[tuple[type, Callable[[Any], dict[str, Any]]], ...] = ((Plan, plan_data), (PlanDiff, diff_data))


def register(shell: Any = None) -> None:
    """Registers the formatters with the running IPython; does nothing where none runs. Safe to call again."""
    shell = shell or get_ipython()
    if shell is None:
        return
    formatters = shell.display_formatter.formatters
    for kind, html, text in _SHOWN:
        formatters["text/html"].for_type(kind, html if kind not in dict(_VIEWED) else _unless_alone(html))
        formatters["text/plain"].for_type(kind, _printer(text))
    for kind, data in _VIEWED:
        shell.display_formatter.mimebundle_formatter.for_type(kind, _bundle(data))


def _bundle(data: Callable[[Any], dict[str, Any]]) -> Callable[..., dict[str, Any]]:
    """What stands in an output beside HTML and text: the view's data, or nothing."""
    return lambda value, **_: {MIME: data(value)} if options.interactive else {}


def _unless_alone(html: Callable[[Any], str]) -> Callable[[Any], str | None]:
    """Static HTML, unless the view's data was asked for alone."""
    return lambda value: html(value) if options.display != "interactive" or not options.interactive else None


def _printer(text: Callable[[Any], str]) -> Callable[[Any, Any, bool], None]:
    return lambda value, printer, _cycle: printer.text(text(value))
