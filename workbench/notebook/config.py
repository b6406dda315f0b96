"""`%config Workbench.…`: the settings of this notebook, as traits with help. They act on render's options."""

from __future__ import annotations

from typing import Any

from traitlets import Bool, Enum, observe
from traitlets.config import Configurable

from workbench.render.options import DISPLAYS, options


class Workbench(Configurable):
    """Settings of the workbench in this notebook. The class has this name because `%config` shows it."""

    reproducible = Bool(
        help="Leave out times, estimates and whatever else differs between two runs, so that nbval passes strictly. "
        "The default comes from the environment variable WORKBENCH_REPRODUCIBLE."
    ).tag(config=True)
    display = Enum(
        DISPLAYS,
        help="What the output of a plan holds. both: the interactive view's data, and static HTML for readers that can't draw "
        "it (GitHub, mail, nbconvert); static: HTML alone; interactive: the data alone, and only text elsewhere.",
    ).tag(config=True)

    def _reproducible_default(self) -> bool:
        return options.reproducible

    def _display_default(self) -> str:
        return options.display

    @observe("reproducible", "display")
    def _follow(self, change: Any) -> None:
        setattr(options, change["name"], change["new"])
