"""Finding, Severity, Rule and check: one shape for plan insights, lints and audits.

A rule looks at a subject (a plan, a schema, a workload) and yields findings. Rules are values listed in explicit
tuples (`rules/plan/__init__.py`); nothing registers itself on import. Thresholds live in the rule, never here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Generic, TypeVar

Subject = TypeVar("Subject")


class Severity(IntEnum):
    """How much it matters; compares and sorts, the worst highest. GOOD: this part is fine, and worth knowing."""

    GOOD = 0
    INFO = 1
    WARNING = 2
    CRITICAL = 3


@dataclass(frozen=True)
class Finding:
    """One observation with its evidence.

    Attributes:
        rule: the rule's id, which is also its file, its test and its page in docs/.
        severity: how much it matters.
        title: one short sentence that names the object.
        detail: why it matters here, in words.
        remedy: what to do or try next, in words.
        sql: the remedy as SQL that can be run as it stands, such as a candidate index or a SET; None where it can't be told.
        clause: the part of the statement it comes from, as written there, or None where that can't be told.
        evidence: the numbers behind it, by name with the unit in the name (`rows_removed`, `disk_kb`).
        at: the number of the plan node (`Node.number`), or None where the subject has no nodes.
        saves_ms: an estimate of the milliseconds that the fix could save at most, or None where unknown; findings rank by it.
        measured: whether it is there at all hangs on measured times: another run on the same data may not have it.
    """

    rule: str
    severity: Severity
    title: str
    detail: str
    remedy: str
    evidence: Mapping[str, float | int | str] = field(default_factory=dict)
    at: int | None = None
    saves_ms: float | None = None
    measured: bool = False
    sql: str | None = None
    clause: str | None = None

    @property
    def key(self) -> str:
        """Identifies this finding across runs, for ignore lists: rule and place, no measured number."""
        return self.rule if self.at is None else f"{self.rule}@{self.at}"


@dataclass(frozen=True)
class Rule(Generic[Subject]):
    """A named check. `id` is the kebab-case name of its file, its test and its page."""

    id: str
    check: Callable[[Subject], Iterable[Finding]]


def check(rules: Iterable[Rule[Subject]], subject: Subject) -> tuple[Finding, ...]:
    """All findings of all rules, ranked: what would save most first, then the worst; what is fine last."""
    return ranked(finding for rule in rules for finding in rule.check(subject))


def ranked(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """In the order of what they would save, ties by severity, then as they came; what is fine last."""
    return tuple(sorted(findings, key=lambda f: (f.severity is Severity.GOOD, -(f.saves_ms or 0.0), -f.severity)))
