"""Advice: the sentence, the indexes to make with what each is for and costs, the curve; folded away what was not chosen and
why, what could be dropped, statistics, and the statements that were set aside.

In reproducible mode costs, estimated sizes and the curve are left out: statistics are sampled, so their digits differ.
"""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

from workbench.advice import Advice, Chosen, Effect, StatisticsAdvice
from workbench.advice.advice import no_index, proof_words
from workbench.render.advice_chart import curve_svg
from workbench.render.html import block, cell, code, element, fold, head, picture, row, small, table
from workbench.render.numbers import count, duration, size
from workbench.render.options import options
from workbench.render.verdict import ratio

# So many rejected candidates are listed; the others are counted.
_LISTED = 30
_COLOURS = {"promised": "#4a90d9", "proven": "#3f9c5a"}


def advice_html(advice: Advice) -> str:
    """Static HTML."""
    colour = _COLOURS[advice.label] if advice.chosen else "#888888"
    title = element("div", element("strong", _sentence(advice), style="font-size:16px"), small(_how(advice)))
    drawn = len(advice.curve) > 1 and advice.before > 0 and not options.reproducible
    return block(
        element("div", title, style=f"border-left:6px solid {colour};padding:4px 0 4px 12px"),
        *([_chosen(advice)] if advice.chosen else []),
        *([picture(curve_svg(advice), "What the workload costs against megabytes of indexes")] if drawn else []),
        *_slower(advice),
        *_details(advice),
        *([element("div", "To make them for good:", code(advice.ddl))] if advice.chosen else []),
    )


def advice_text(advice: Advice) -> str:
    """The same in lines."""
    lines = [_sentence(advice)]
    for one in advice.chosen:
        lines.append(f"  {one.ddl}")
        figures = [] if options.reproducible else [size(one.size.size_bytes), _row_price(one)]
        lines.append("    " + ", ".join([one.label, *figures, *_hot(one)]))
        lines += [f"    {_effect_words(effect)}" for effect in one.why]
    lines += [f"  {one.what}: {one.ddl} ({one.reason})" for one in advice.drops]
    lines += [f"  {one.ddl}; {one.analyze}" for one in advice.statistics]
    lines += [f"  removed: {one.ddl}" for one in advice.removed]
    lines += [f"  slower: {name}" for name in advice.regressed]
    lines += [f"  set aside: {one.statement}: {one.reason} {one.hint}".rstrip() for one in advice.set_aside]
    return "\n".join([*lines, *(f"  {note}" for note in advice.notes)])


def _sentence(advice: Advice) -> str:
    if not advice.chosen:
        return no_index(advice)
    indexes = f"{len(advice.chosen)} index{'es' if len(advice.chosen) > 1 else ''}"
    if advice.trial is not None:
        proven = sum(one.label == "proven" for one in advice.chosen)
        return f"{indexes}, {'all' if proven == len(advice.chosen) else proven} proven: {proof_words(advice.trial)}"
    helped = len({effect.statement for one in advice.chosen for effect in one.why})
    words = f"{indexes} for {helped} statement{'s' if helped > 1 else ''}"
    if options.reproducible or not advice.before:
        return f"{words}, as the planner promises"
    return f"{words}, {size(advice.size_bytes)}: the planner promises {_percent(advice.after / advice.before)} of the cost"


def _percent(share: float) -> str:
    """Two digits: 79 %, 4.4 %, 0.16 %."""
    return f"{share * 100:.0f} %" if share >= 0.1 else f"{share * 100:.2g} %"


def _how(advice: Advice) -> str:
    if advice.trial is not None:
        words = "Built for real, measured in pairs in random order with each index left out in turn, and rolled back."
    else:
        words = "Promised: a cost is no time, and a planner can be wrong. advice.prove() builds and measures them."
    effort = advice.effort
    questions = (
        "Costs, estimates and times left out."
        if options.reproducible
        else f"{count(effort.candidates)} candidates; {count(effort.calls)} what-if questions (engine {advice.engine})."
    )
    return " ".join(part for part in (words, questions, *advice.notes) if part)


def _chosen(advice: Advice) -> Markup:
    figures = not options.reproducible
    names = ["Index", "What it is for", *(["Size", "Each row written"] if figures else []), "How sure"]
    rows = []
    for one in advice.chosen:
        cells = [cell(_sql(one.ddl)), cell(*map(_effect, one.why))]
        if figures:
            cells += [cell(size(one.size.size_bytes), nowrap=True), cell(_row_price(one))]
        rows.append(row(*cells, cell(_sure(one), *(small(words) for words in _hot(one)))))
    return table("Indexes to make", head(*names), *rows)


def _sql(text: str) -> Markup:
    """SQL in a cell, broken between words only."""
    style = "font-family:monospace;font-size:12px;min-width:200px;overflow-wrap:normal;word-break:normal"
    return element("div", text, style=style)


def _effect(effect: Effect) -> Markup:
    """The statement, and below it what happens to it."""
    name, _, told = _effect_words(effect).partition(f"{effect.statement}: ")
    return element("div", element("strong", effect.statement), small(name, told), style="padding-bottom:3px")


def _effect_words(effect: Effect) -> str:
    """`open orders: cost 489 → 8.3, proven 12x as fast (orders: Seq Scan -> Index Scan)`."""
    parts = [] if options.reproducible else [f"cost {_figure(effect.before)} → {_figure(effect.after)}"]
    if effect.verdict is not None:
        parts.append(f"proven {effect.verdict.outcome if options.reproducible else f'{ratio(effect.verdict)} as fast'}")
    told = ", ".join(parts)
    return f"{effect.statement}: {told} ({effect.nodes})" if told else f"{effect.statement}: {effect.nodes}"


def _figure(cost: float) -> str:
    return count(cost) if cost >= 100 else f"{cost:.3g}"


def _row_price(one: Chosen) -> str:
    return f"+{one.row_cost:.2g} cost" + (f", {_figure(one.write_cost)} in this workload" if one.write_cost else "")


def _sure(one: Chosen) -> str:
    if one.saved_ms is None or options.reproducible:
        return one.label
    return f"{one.label}: saves {duration(one.saved_ms)} a round" if one.saved_ms > 0 else one.label


def _taken_out(one: Chosen) -> str:
    if one.saved_ms is not None and one.saved_ms < 0:
        slower = "" if options.reproducible else f" by {duration(-one.saved_ms)} a round"
        return f"promised, and made statements slower{slower} when it was tried"
    return "promised, and earned nothing when it was tried"


def _hot(one: Chosen) -> list[str]:
    return [f"updates of {', '.join(one.blocks_hot)} can't be heap-only"] if one.blocks_hot else []


def _slower(advice: Advice) -> Iterable[Markup]:
    for name in advice.regressed:
        yield element("div", element("strong", "✘ slower with them: "), name, style="padding:4px")


def _details(advice: Advice) -> Iterable[Markup]:
    """What can be unfolded; only what there is."""
    if advice.removed:
        rows = [row(cell(_sql(one.ddl)), cell(_taken_out(one))) for one in advice.removed]
        yield fold(f"Taken out by the proof: {len(advice.removed)}", table("Taken out", head("Index", "Why"), *rows))
    if advice.statistics:
        rows = [row(cell(_sql(f"{one.ddl}; {one.analyze}")), cell(_why(one))) for one in advice.statistics]
        yield fold(f"Statistics to make: {len(advice.statistics)}", table("Statistics", head("SQL", "Why"), *rows))
    if advice.drops:
        rows = [row(cell(one.what), cell(_sql(one.ddl)), cell(size(one.size_bytes)), cell(one.reason)) for one in advice.drops]
        yield fold(f"Indexes not needed: {len(advice.drops)}", table("Not needed", head("What", "SQL", "Size", "Why"), *rows))
    if advice.set_aside:
        rows = [row(cell(one.statement), cell(one.reason), cell(one.hint)) for one in advice.set_aside]
        yield fold(
            f"Statements set aside: {len(advice.set_aside)}", table("Set aside", head("Statement", "Reason", "Next"), *rows)
        )
    if advice.unhelped:
        rows = [row(cell(one.statement), cell(one.reason), cell(one.next)) for one in advice.unhelped]
        title = f"Statements without a new index: {len(advice.unhelped)}"
        yield fold(title, table("Without a new index", head("Statement", "Why", "Next"), *rows))
    if advice.rejected and not options.reproducible:
        yield _rejected(advice)


def _why(one: StatisticsAdvice) -> str:
    return f"the planner is wrong about rows in {one.statement}" if options.reproducible else one.why


def _rejected(advice: Advice) -> Markup:
    rows = [row(cell(_sql(one.candidate.ddl)), cell(one.reason)) for one in advice.rejected[:_LISTED]]
    more = len(advice.rejected) - _LISTED
    rest = [small(f"and {count(more)} more; advice.rejected has all")] if more > 0 else []
    return fold(f"Rejected: {count(len(advice.rejected))}", table("Rejected", head("Index", "Why"), *rows), *rest)
