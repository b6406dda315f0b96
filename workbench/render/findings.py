"""Findings for people: ranked, each with its severity as a sign and a word, why, and what to do."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

from workbench.findings import Finding, Severity
from workbench.render import options
from workbench.render.html import element, small
from workbench.render.numbers import duration

_SIGNS = {
    Severity.CRITICAL: ("▲ critical", "#d9534f"),
    Severity.WARNING: ("◆ warning", "#e0a030"),
    Severity.INFO: ("● note", "#4a90d9"),
}


def ranked(findings: Iterable[Finding]) -> list[Finding]:
    """As they are; in reproducible mode by place, since times decide among equals otherwise."""
    return sorted(findings, key=lambda f: (-f.severity, f.at or 0, f.rule)) if options.reproducible else list(findings)


def findings_html(findings: Iterable[Finding]) -> Markup:
    """One paragraph a finding; nothing where there is none."""
    return Markup("").join(_finding_html(finding) for finding in ranked(findings))


def findings_text(findings: Iterable[Finding]) -> list[str]:
    """Two lines a finding."""
    return [line for f in ranked(findings) for line in (f"{_SIGNS[f.severity][0]}: {f.title}", f"  {f.remedy}")]


def _finding_html(finding: Finding) -> Markup:
    word, colour = _SIGNS[finding.severity]
    saves = finding.saves_ms
    gain = f" Could save up to {duration(saves)} of this run." if saves and not options.reproducible else ""
    why = small(finding.detail, gain) if not options.reproducible else ""
    style = f"border-left:4px solid {colour};padding:3px 0 3px 10px;margin:6px 0"
    return element("div", element("strong", word, ": "), finding.title, why, small("→ ", finding.remedy), style=style)
