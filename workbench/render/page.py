"""Standalone pages: the static form first, the view's data beside it, the view itself inlined. No request leaves the page."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from markupsafe import Markup, escape

from workbench.plan import Plan, PlanDiff
from workbench.render import view
from workbench.render.html import element
from workbench.render.options import options
from workbench.render.plan_diff import diff_html
from workbench.render.plan_html import plan_html
from workbench.render.view_data import MIME, MOST_LIVE_BYTES, diff_data, plan_data

_VIEW = Path(view.__file__).parent
_PAGE = Markup("""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark; }}
body {{ font-family: system-ui, sans-serif; margin: 1rem auto; max-width: 1400px; padding: 0 1rem; }}
h1 {{ font-size: 1.15rem; overflow-wrap: anywhere; }}
</style>
</head>
<body>
<main>
<h1>{title}</h1>
{body}
</main>
{script}
</body>
</html>
""")


def plan_page(plan: Plan) -> str:
    """A page with one plan; in reproducible mode, or by choice, its static form alone."""
    data = plan_data(plan, MOST_LIVE_BYTES) if options.interactive else None
    return page(f"Plan of {plan.root.label}", section(plan_html(plan), data))


def diff_page(diff: PlanDiff) -> str:
    """A page with what changed between two plans."""
    return page("What changed", section(diff_html(diff), diff_data(diff) if options.interactive else None))


def section(static: str, data: dict[str, Any] | None) -> Markup:
    """A plan in a page: its static form, made by render and escaped there, and the view's data, if any."""
    shown = element("div", Markup(static), class_="plan-static")  # noqa: S704
    return shown + (data_script(data) if data else "")


def data_script(data: dict[str, Any]) -> Markup:
    """The view's data as an element that no browser runs. `<` is written as JSON may write it, so that nothing can end it."""
    text = json.dumps(data).replace("<", "\\u003c")
    return Markup('<script type="{}">{}</script>').format(MIME, Markup(text))  # noqa: S704


def view_script() -> Markup:
    """The view and what mounts it, as one inline module."""
    view_text, mount = ((_VIEW / name).read_text(encoding="utf-8") for name in ("plan-view.js", "plan-page.js"))
    mount = mount.replace('import view from "./plan-view.js";\n', "")
    return Markup(f'<script type="module">\n{view_text}\n{mount}</script>')  # noqa: S704 - our own files


def page(title: str, *sections: Markup) -> str:
    """A whole page, with the view where a section has data for it."""
    body = Markup("\n").join(sections)
    script = view_script() if f'<script type="{MIME}">' in body else Markup("")
    return str(_PAGE.format(title=escape(title), body=body, script=script))
