"""How values are shown, for this process: like matplotlib's rcParams, but two."""

from __future__ import annotations

import os

from workbench.errors import BadInput

DISPLAYS = ("both", "static", "interactive")
_ALLOWED: dict[str, tuple[object, ...]] = {"display": DISPLAYS, "reproducible": (False, True)}


class Options:
    """`workbench.options`: settings that act on everything shown from now on. An unknown name or value is refused.

    Attributes:
        display: what the output of a plan holds. "both": the interactive view's data, and static HTML for every reader that
            can't draw the view; "static": HTML alone; "interactive": the data alone, half the size, and only text elsewhere.
        reproducible: leave out whatever differs between two runs: times, costs, estimates from sampled statistics, WAL, memory,
            and with them the interactive view. From the environment variable WORKBENCH_REPRODUCIBLE at first.
    """

    display: str = "both"
    reproducible: bool = False

    def __setattr__(self, name: str, value: object) -> None:
        if name not in _ALLOWED:
            raise BadInput(f"There is no option {name!r}.", hint=f"the options are {' and '.join(_ALLOWED)}")
        if value not in _ALLOWED[name]:
            raise BadInput(
                f"The option {name} can't be {value!r}.", hint=f"choose one of {', '.join(map(repr, _ALLOWED[name]))}"
            )
        super().__setattr__(name, value)

    @property
    def interactive(self) -> bool:
        """Whether the view's data goes into outputs."""
        return self.display != "static" and not self.reproducible

    def __repr__(self) -> str:
        return f"<options: display={self.display!r}, reproducible={self.reproducible}>"


options = Options()
options.reproducible = os.environ.get("WORKBENCH_REPRODUCIBLE", "") not in ("", "0")
