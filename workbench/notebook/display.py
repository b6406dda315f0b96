"""Tells IPython how to show our values: static, escaped HTML first, useful text beside it. Rendering is render/'s business."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from IPython.core.getipython import get_ipython

from workbench.indexes import Trial
from workbench.plan import Plan, PlanDiff
from workbench.render.loaded import loaded_html, loaded_text
from workbench.render.plan_diff import diff_html, diff_text
from workbench.render.plan_html import plan_html
from workbench.render.plan_text import plan_text
from workbench.render.result import result_html, result_text
from workbench.render.trial import trial_html, trial_text
from workbench.sql import Result
from workbench.verbs.load import Loaded

# The type, its HTML, its text.
_SHOWN: tuple[tuple[type, Callable[[Any], str], Callable[[Any], str]], ...] = (
    (Plan, plan_html, plan_text),
    (PlanDiff, diff_html, diff_text),
    (Trial, trial_html, trial_text),
    (Result, result_html, result_text),
    (Loaded, loaded_html, loaded_text),
)


def register(shell: Any = None) -> None:
    """Registers the formatters with the running IPython; does nothing where none runs. Safe to call again."""
    shell = shell or get_ipython()
    if shell is None:
        return
    formatters = shell.display_formatter.formatters
    for kind, html, text in _SHOWN:
        formatters["text/html"].for_type(kind, html)
        formatters["text/plain"].for_type(kind, _printer(text))


def _printer(text: Callable[[Any], str]) -> Callable[[Any, Any, bool], None]:
    return lambda value, printer, _cycle: printer.text(text(value))
