"""The directive `{plan} FILE`: a plan as the interactive view, the static tree where no script runs.

The view is written into the page, since browsers refuse to load modules of a page that was opened from a file.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from workbench import Plan, read_plan
from workbench.render.page import section, view_script
from workbench.render.plan_html import plan_html
from workbench.render.view_data import MIME, plan_data


class ShownPlan(SphinxDirective):
    """One plan, read from a file beside the page."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """The plan as HTML that Sphinx puts into the page unchanged."""
        file = Path(self.env.srcdir) / self.arguments[0]
        self.env.note_dependency(str(file))
        plan = read_plan(file)
        if not isinstance(plan, Plan):
            raise self.error(f"{file} holds {len(plan)} plans; the directive shows one.")
        return [nodes.raw("", str(section(plan_html(plan), plan_data(plan))), format="html")]


def add_script(app: Any, pagename: str, templatename: str, context: dict[str, Any], doctree: Any) -> None:  # noqa: ARG001
    """Puts the view at the end of the pages that have data for it."""
    if f'<script type="{MIME}">' in context.get("body", ""):
        context["body"] += str(view_script())


def setup(app: Any) -> dict[str, bool]:
    """Registers the directive."""
    app.add_directive("plan", ShownPlan)
    app.connect("html-page-context", add_script)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
