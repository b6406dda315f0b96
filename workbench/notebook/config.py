"""`%config Workbench.…`: the settings of this notebook, as traits with help. They act on render's options."""

from __future__ import annotations

from typing import Any

from traitlets import Bool, observe
from traitlets.config import Configurable

from workbench.render import options


class Workbench(Configurable):
    """Settings of the workbench in this notebook. The class has this name because `%config` shows it."""

    reproducible = Bool(
        help="Leave out times, estimates and whatever else differs between two runs, so that nbval passes strictly. "
        "The default comes from the environment variable WORKBENCH_REPRODUCIBLE."
    ).tag(config=True)

    def _reproducible_default(self) -> bool:
        return options.reproducible

    @observe("reproducible")
    def _follow(self, change: Any) -> None:
        options.reproducible = change["new"]
