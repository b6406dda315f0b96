"""How values are shown, and what new sessions begin with, for this process: like matplotlib's rcParams, but four."""

from __future__ import annotations

from pathlib import Path

from workbench.settings import DISPLAYS, SETTINGS, check, given

__all__ = ["DISPLAYS", "Options", "options"]


class Options:
    """`workbench.options`: settings that act on everything from now on. An unknown name or value is refused.

    At first they are what pyproject.toml's [tool.workbench] and the environment's WORKBENCH_... say, see `workbench.settings`.

    Attributes:
        display: what the output of a plan holds. "both": the interactive view's data, and static HTML for every reader that
            can't draw the view; "static": HTML alone; "interactive": the data alone, half the size, and only text elsewhere.
        reproducible: leave out whatever differs between two runs: times, costs, estimates from sampled statistics, WAL, memory,
            and with them the interactive view.
        rows: how many rows of a result are shown; the value holds them all.
        statement_timeout: how long a statement of a new session may run, as PostgreSQL writes it ("30s", "0" for ever).
    """

    display: str = "both"
    reproducible: bool = False
    rows: int = 20
    statement_timeout: str = "5min"

    def __setattr__(self, name: str, value: object) -> None:
        check(name, value)
        super().__setattr__(name, value)

    @property
    def interactive(self) -> bool:
        """Whether the view's data goes into outputs."""
        return self.display != "static" and not self.reproducible

    def __repr__(self) -> str:
        return f"<options: {', '.join(f'{name}={getattr(self, name)!r}' for name in SETTINGS)}>"


options = Options()
for _name, _value in given(Path.cwd()).items():
    setattr(options, _name, _value)
