"""What may be left on a server: things with their names, and the SQL that removes them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Leftover:
    """Something that is there.

    Attributes:
        what: "clone of a database", "schema that was being loaded", "invalid index", "session with an open transaction",
            "lock of such a session" or "prepared transaction".
        name: of the thing.
        remedy: the SQL that removes it.
    """

    what: str
    name: str
    remedy: str


@dataclass(frozen=True)
class Leftovers:
    """All that was found; true in a condition if there is anything."""

    found: tuple[Leftover, ...]

    def __bool__(self) -> bool:
        return bool(self.found)

    def __len__(self) -> int:
        return len(self.found)
