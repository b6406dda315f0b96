"""Whether two results hold the same rows: what a rewritten statement has to prove before its time is of any interest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable
from typing import Any

from workbench.errors import StatementError
from workbench.sql import Result

# Of a row that differs, so many characters are shown.
_SHOWN = 100


def check_same_rows(before: Result, after: Result) -> None:
    """Does nothing where both have the same rows, each as often; order and names of columns don't matter.

    Raises:
        StatementError: they differ, with how many rows, and one of each kind.
    """
    left, right = (Counter(_key(row) for row in result.rows) for result in (before, after))
    missing, extra = left - right, right - left
    if not missing and not extra:
        return
    raise StatementError(
        f"The rewritten statement returns other rows: {missing.total():,} are missing, {extra.total():,} are new.",
        *(f"{word}: {str(next(iter(rows)))[:_SHOWN]}" for word, rows in (("Missing", missing), ("New", extra)) if rows),
        hint="mend it first; with LIMIT, order by something unique, or both may be right.",
    )


def _key(row: tuple[Any, ...]) -> tuple[Hashable, ...]:
    """Values as they compare in SQL: 1.0 is 1.00; documents and lists by their text."""
    return tuple(value if _hashable(value) else repr(value) for value in row)


def _hashable(value: Any) -> bool:
    try:
        hash(value)
    except TypeError:
        return False
    return True
