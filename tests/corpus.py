"""Where the stored plans of real servers are: tests/golden/plans/<major>/<case>.<format>. Made by regenerate.py there."""

from __future__ import annotations

from pathlib import Path

SEVERAL = frozenset({"insert_by_rules"})  # one statement, rewritten by rules into three
GOLDEN = Path(__file__).parent / "golden" / "plans"


def stored(name: str, kind: str = "json") -> Path:
    """The file of `seq_scan.18`: a case as PostgreSQL 18 ran it."""
    case, _, major = name.rpartition(".")
    return GOLDEN / major / f"{case}.{kind}"


def names(major: int) -> list[str]:
    """The cases of one major version, as `stored` takes them, but for those of several plans."""
    return sorted(f"{path.stem}.{major}" for path in (GOLDEN / str(major)).glob("*.json") if path.stem not in SEVERAL)
