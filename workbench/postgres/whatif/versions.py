"""What an older planner hasn't, as far as a setting of 18 takes it away: so a shadow of 13 plans much as 13 does.

The settings: https://www.postgresql.org/docs/current/runtime-config-query.html; since when: each release's notes. Values only.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class New:
    """A setting whose default does what servers before `major` didn't; `before`: what comes closest to them."""

    setting: str
    major: int
    before: str


NEW = (
    New("enable_async_append", 14, "off"),
    New("enable_memoize", 14, "off"),
    New("hash_mem_multiplier", 15, "1"),
    New("enable_presorted_aggregate", 16, "off"),
    New("enable_group_by_reordering", 17, "off"),
    New("enable_distinct_reordering", 18, "off"),
    New("enable_self_join_elimination", 18, "off"),
)
# Old names, and what 18 calls the same.
RENAMED = {"force_parallel_mode": "debug_parallel_query"}


def as_planned(version: str, settings: Mapping[str, str]) -> dict[str, str]:
    """The settings under which 18 plans most like a session of that version ("13.10", or "" where nobody knows) with these.

    >>> as_planned("17.2", {"work_mem": "64MB"})
    {'enable_distinct_reordering': 'off', 'enable_self_join_elimination': 'off', 'work_mem': '64MB'}
    >>> as_planned("", {"force_parallel_mode": "on"})
    {'debug_parallel_query': 'on'}
    """
    major = version.partition(".")[0]
    before = {new.setting: new.before for new in NEW if major.isdigit() and int(major) < new.major}
    return before | {RENAMED.get(name, name): value for name, value in settings.items()}
