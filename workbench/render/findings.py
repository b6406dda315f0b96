"""Findings for people: ranked, each with its severity as a sign and a word, why, and what to do."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

from workbench.findings import Finding, Severity
from workbench.render.html import code, element, fold, small
from workbench.render.numbers import duration
from workbench.render.options import options

SIGNS = {
    Severity.CRITICAL: ("▲ critical", "#d9534f"),
    Severity.WARNING: ("◆ warning", "#e0a030"),
    Severity.INFO: ("● note", "#4a90d9"),
    Severity.GOOD: ("✓ fine", "#4caf50"),
}

# Nobody mends more at once; what is folded is listed up to a second number.
_OPEN, _LISTED = 10, 30


def ranked(findings: Iterable[Finding]) -> list[Finding]:
    """As they are; in reproducible mode those that every run has, by place, since times decide among equals otherwise."""
    if not options.reproducible:
        return list(findings)
    return sorted((f for f in findings if not f.measured), key=lambda f: (-f.severity, f.at or 0, f.rule))


def findings_html(findings: Iterable[Finding]) -> Markup:
    """One paragraph a finding; nothing where there is none. What is fine, and what comes far down, is folded away below."""
    shown = ranked(findings)
    fine = [finding for finding in shown if finding.severity is Severity.GOOD]
    worse = [finding for finding in shown if finding.severity is not Severity.GOOD]
    first = Markup("").join(_finding_html(finding) for finding in worse[:_OPEN])
    return first + _folded(f"{len(worse) - _OPEN} findings more", worse[_OPEN:]) + _folded(f"✓ {len(fine)} fine", fine)


def _folded(summary: str, findings: list[Finding]) -> Markup:
    if not findings:
        return Markup("")
    rest = len(findings) - _LISTED
    more = [small(f"and {rest} more; plan.findings has all")] if rest > 0 else []
    return fold(summary, *(_finding_html(finding) for finding in findings[:_LISTED]), *more)


def findings_text(findings: Iterable[Finding]) -> list[str]:
    """Two lines a finding, and a third where there is SQL to run."""
    return [line for finding in ranked(findings) for line in _finding_text(finding)]


def _finding_text(finding: Finding) -> list[str]:
    sql = _sql(finding)
    remedy = [f"  {finding.remedy}"] if finding.remedy else []
    return [f"{SIGNS[finding.severity][0]}: {finding.title}", *remedy, *([f"  {sql}"] if sql else [])]


def _sql(finding: Finding) -> str:
    """What can be run, unless the remedy's words hold it already."""
    return finding.sql if finding.sql and finding.sql not in finding.remedy else ""


def _finding_html(finding: Finding) -> Markup:
    word, colour = SIGNS[finding.severity]
    saves = finding.saves_ms
    gain = f" Could save up to {duration(saves)} of this run (an estimate)." if saves and not options.reproducible else ""
    why = [small(finding.detail, gain)] if not options.reproducible else []
    clause = [small("in the statement: ", element("code", finding.clause))] if finding.clause else []
    remedy = [small("→ ", finding.remedy)] if finding.remedy else []
    sql = [code(_sql(finding))] if _sql(finding) else []
    style = f"border-left:4px solid {colour};padding:3px 0 3px 10px;margin:6px 0"
    return element("div", element("strong", word, ": "), finding.title, *why, *clause, *remedy, *sql, style=style)
