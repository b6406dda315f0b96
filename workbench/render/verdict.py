"""A verdict as words, a sign and a colour: one place for all that show one."""

from __future__ import annotations

from markupsafe import Markup

from workbench.render.html import element, small
from workbench.render.numbers import times
from workbench.render.options import options
from workbench.timing import Outcome, Verdict

_SIGNS = {
    Outcome.FASTER: ("✔", "#3f9c5a"),
    Outcome.SLOWER: ("✘", "#d9534f"),
    Outcome.NO_DIFFERENCE: ("=", "#888888"),
    Outcome.CANNOT_TELL: ("?", "#e0a030"),
}
_BOUNDS = {"at least": "≥ ", "at most": "≤ ", "": ""}
# Whether a difference is excluded or only not seen depends on how noisy the machine is.
_UNPROVEN = "no proven difference"


def outcome_words(verdict: Verdict) -> str:
    """The outcome; in reproducible mode only what doesn't depend on the machine's noise."""
    proven = verdict.outcome in (Outcome.FASTER, Outcome.SLOWER)
    return str(verdict.outcome) if proven or not options.reproducible else _UNPROVEN


def sign(verdict: Verdict) -> str:
    """✔ ✘ = ?"""
    proven = verdict.outcome in (Outcome.FASTER, Outcome.SLOWER)
    return _SIGNS[verdict.outcome][0] if proven or not options.reproducible else "="


def ratio_words(verdict: Verdict) -> str:
    """The ratio with its interval: `27.1x as fast (95 % interval 26.1x to 29.2x)`; "" in reproducible mode."""
    if options.reproducible:
        return ""
    if verdict.low is None or verdict.high is None:
        return f"about {times(verdict.ratio)} as fast, from too few runs for an interval"
    if verdict.bound:
        return f"{verdict.bound} {times(verdict.ratio)} as fast (the longer runs were cut off)"
    return f"{times(verdict.ratio)} as fast (95 % interval {times(verdict.low)} to {times(verdict.high)})"


def ratio(verdict: Verdict) -> str:
    """The ratio alone: `27.1x`; `≥ 27.1x` where runs were cut off."""
    return f"{_BOUNDS[verdict.bound]}{times(verdict.ratio)}"


def banner(verdict: Verdict, sentence: str) -> Markup:
    """The verdict in large type, and a sentence below it."""
    colour = _SIGNS[verdict.outcome][1] if sign(verdict) != "=" else _SIGNS[Outcome.NO_DIFFERENCE][1]
    words = element("strong", sign(verdict), " ", outcome_words(verdict), style="font-size:16px")
    ratio = ratio_words(verdict)
    title = element("div", words, f", {ratio}" if ratio else "")
    return element("div", title, small(sentence), style=f"border-left:6px solid {colour};padding:4px 0 4px 12px")
