"""The settings that a machine or a project gives: environment variables, and `[tool.workbench]` of the nearest pyproject.toml.

What is nearer to the user wins: the default, then pyproject.toml, then the environment, then `%config` or a call. None of them
holds a password: those belong into ~/.pgpass or a service file, which libpq reads by itself.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from workbench.errors import BadInput

DISPLAYS = ("both", "static", "interactive")
MOST_ROWS = 10_000


@dataclass(frozen=True)
class Setting:
    """One setting: its default, what is allowed in words, and how a value is checked; `read` makes one of a variable's text."""

    default: Any
    allowed: str
    fits: Callable[[Any], bool]
    read: Callable[[str], Any] = str


def _is_rows(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= MOST_ROWS


def _number(text: str) -> Any:
    digits = text.replace("_", "").replace(",", "")
    return int(digits) if digits.isdecimal() else text


SETTINGS: dict[str, Setting] = {
    "display": Setting("both", f"one of {', '.join(map(repr, DISPLAYS))}", lambda value: value in DISPLAYS),
    "reproducible": Setting(
        False, "true or false", lambda value: isinstance(value, bool), lambda text: text.lower() not in ("", "0", "false", "no")
    ),
    "rows": Setting(20, f"a whole number from 1 to {MOST_ROWS:,}", _is_rows, _number),
    "statement_timeout": Setting(
        "5min", "a time as PostgreSQL writes it, such as '30s', '10min', '0' for ever", lambda value: isinstance(value, str)
    ),
}


def check(name: str, value: object, where: str = "") -> None:
    """Does nothing where the setting exists and takes the value.

    Raises:
        BadInput: it doesn't; names are told, and what would fit.
    """
    told = [f"It stands in {where}."] if where else []
    if name not in SETTINGS:
        near = get_close_matches(name, SETTINGS, n=1)
        raise BadInput(
            f"There is no option {name!r}.",
            *told,
            *([f"Nearest: {near[0]}."] if near else []),
            hint=f"the options are {', '.join(SETTINGS)}",
        )
    if not SETTINGS[name].fits(value):
        raise BadInput(f"The option {name} can't be {value!r}.", *told, hint=f"choose {SETTINGS[name].allowed}")


def given(folder: Path, environment: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """All settings as they hold in a folder.

    Raises:
        BadInput: pyproject.toml has an unknown setting or a wrong value, or an environment variable has.
    """
    found = {name: setting.default for name, setting in SETTINGS.items()}
    return found | _project(folder) | _environment(environment)


def _project(folder: Path) -> dict[str, Any]:
    """The nearest pyproject.toml with a [tool.workbench] decides alone, as with other tools."""
    for place in (folder, *folder.parents):
        file = place / "pyproject.toml"
        table = _table(file) if file.is_file() else None
        if table is not None:
            for name, value in table.items():
                check(name, value, f"[tool.workbench] of {file}")
            return table
    return {}


def _table(file: Path) -> dict[str, Any] | None:
    """A file that can't be read is somebody else's to mend: it has no settings for us."""
    try:
        tool = tomllib.loads(file.read_text(encoding="utf-8")).get("tool", {})
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        return None
    table = tool.get("workbench") if isinstance(tool, dict) else None
    return table if isinstance(table, dict) else None


def _environment(environment: Mapping[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, setting in SETTINGS.items():
        variable = f"WORKBENCH_{name.upper()}"
        if variable in environment:
            found[name] = setting.read(environment[variable])
            check(name, found[name], f"the environment variable {variable}")
    return found
