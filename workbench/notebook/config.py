"""`%config Workbench.…`: the settings of this notebook, as traits with help. They act on render's options."""

from __future__ import annotations

from typing import Any

from traitlets import Bool, Enum, Int, Unicode, observe
from traitlets.config import Configurable

from workbench.render.options import DISPLAYS, options
from workbench.settings import MOST_ROWS


class Workbench(Configurable):
    """Settings of the workbench in this notebook. The class has this name because `%config` shows it."""

    reproducible = Bool(
        help="Leave out times, estimates and whatever else differs between two runs, so that nbval passes strictly. "
        "From WORKBENCH_REPRODUCIBLE or [tool.workbench] of pyproject.toml at first, as every setting here."
    ).tag(config=True)
    display = Enum(
        DISPLAYS,
        help="What the output of a plan holds. both: the interactive view's data, and static HTML for readers that can't draw "
        "it (GitHub, mail, nbconvert); static: HTML alone; interactive: the data alone, and only text elsewhere.",
    ).tag(config=True)

    rows = Int(min=1, max=MOST_ROWS, help="How many rows of a result are shown; the value holds them all.").tag(config=True)
    statement_timeout = Unicode(
        help="How long a statement may run in sessions that are opened from now on, as PostgreSQL writes it: 30s, 0 for ever."
    ).tag(config=True)

    def _reproducible_default(self) -> bool:
        return options.reproducible

    def _display_default(self) -> str:
        return options.display

    def _rows_default(self) -> int:
        return options.rows

    def _statement_timeout_default(self) -> str:
        return options.statement_timeout

    @observe("reproducible", "display", "rows", "statement_timeout")
    def _follow(self, change: Any) -> None:
        setattr(options, change["name"], change["new"])
