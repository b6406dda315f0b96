"""Query Workbench: proves what makes a PostgreSQL query faster.

    import workbench
    wb = workbench.connect()
    wb.load("shop")
    wb.explain("select ... where user_id = :u", u=7)
    wb.trial("select ...", "create index on orders (user_id)")

This module is the face; it holds no logic. Inside a notebook, importing it also tells IPython how to show the values.
"""

from __future__ import annotations

import sys
from typing import Any

from workbench.advice import Advice
from workbench.datagen import Dataset
from workbench.errors import Cancelled, WorkbenchError
from workbench.findings import Finding, Severity
from workbench.indexes import Candidate
from workbench.plan import Node, Plan
from workbench.render.options import options
from workbench.session import Workbench, connect
from workbench.sql import Fetched, Result, Statement
from workbench.timing import Sample, Verdict
from workbench.trials import Change, Trial, WorkloadTrial
from workbench.verbs.explain import read_plan
from workbench.verbs.generate import Generated, generate
from workbench.verbs.shadow import Shadow, shadow
from workbench.verbs.twin import Twin, twin

__version__ = "0.1.0"

__all__ = [
    "Advice",
    "Cancelled",
    "Candidate",
    "Change",
    "Dataset",
    "Fetched",
    "Finding",
    "Generated",
    "Node",
    "Plan",
    "Result",
    "Sample",
    "Severity",
    "Shadow",
    "Statement",
    "Trial",
    "Twin",
    "Verdict",
    "Workbench",
    "WorkbenchError",
    "WorkloadTrial",
    "connect",
    "generate",
    "options",
    "read_plan",
    "shadow",
    "twin",
]


def load_ipython_extension(shell: Any) -> None:
    """`%load_ext workbench`: the verbs as magics."""
    from workbench.notebook.extension import load

    load(shell)


def unload_ipython_extension(shell: Any) -> None:
    """`%unload_ext workbench`: takes the magics away again."""
    from workbench.notebook.extension import unload

    unload(shell)


if "IPython" in sys.modules:
    from workbench.notebook.display import register

    register()
