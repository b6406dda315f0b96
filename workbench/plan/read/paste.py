"""Peels off what pasting, mailing and psql put around a plan, layer by layer, until the plan's own lines are left.

A clean plan comes out as it went in: a condition may hold pipes, pluses, quotes or whole lines of another plan. Therefore a
layer is taken away only where the plan's first line wears it too, and a text whose first line is a plan's is not touched.
Lines are looked at by their first and last characters; a deep plan has megabytes of blanks, which no regex may walk.
"""

from __future__ import annotations

import html
import itertools
import re
from collections.abc import Callable, Sequence

from workbench.plan.read.grid import FOOTER, is_header, is_ruler, ungridded
from workbench.plan.read.marks import json_mark_within
from workbench.plan.read.markup import unasciidoc, uncsv, unhtml, unlatex, unquoted, untroff
from workbench.plan.read.wrap import refuse_lost_breaks, unlisted, unsigned, unwrapped

_MOST_LAYERS = 8
_ANSI = re.compile(r"\x1b(?:\[[0-9;?]*[A-Za-z]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[()][A-Z0-9])")
_BREAK = re.compile(r"<br ?/?>\n?")
_INVISIBLE = "\ufeff\u200b\u200c\u200d\u2060"
_MARKS = ("(cost=", "(actual ", '"Plan"', "'Plan'", "Node Type", "Node-Type", "<explain", "QUERY PLAN")
_ROOT = re.compile(r"[A-Z][^|│\t]*?  \((?:cost=|actual )[^)]*\)(?: \(actual [^)]*\)| \(never executed\))?\s*$")
_NODE = re.compile(r"^[ \t]*->  ", re.MULTILINE)
_ESCAPED_NODE = re.compile(r"^(?:[ \t]|&nbsp;)*-&gt;(?: |&nbsp;)", re.MULTILINE)
_JSON = re.compile(r"""[\[{(]\s*(?:[\[{("']|$)""")
_PROMPT = re.compile(r"[\w.@:~-]*\w[=\-*!(^][*!?]?[#>](?: |$)")
_TIME = re.compile(r"\s*[^\W\d]+ ?: \d+[.,]\d+ [^\W\d]{2,4}(?: \([^)]*\))?\s*$")


def cleaned(text: str) -> str:
    """The text without its decorations; lines that are not part of any may remain around the plan."""
    text = characters(text)
    if not text.strip():
        return ""
    lines = text.split("\n")
    for _ in range(_MOST_LAYERS):
        if is_clean(lines):
            break
        for layer in _LAYERS:
            peeled = layer(lines)
            if peeled is not None and peeled != lines:
                lines = peeled or [""]
                break
        else:
            break
    if "(cost=" in text or "(actual " in text:
        lines = list(unwrapped(lines))
        refuse_lost_breaks(lines)
    return "\n".join(_without_footers(lines))


def characters(text: str) -> str:
    """Line ends, colours, and the invisible or unbreakable characters that web pages and editors put in."""
    if "\r" in text:
        text = text.replace("\r\n", "\n") if 2 * text.count("\r\n") > text.count("\n") else text
        text = text if "\n" in text else text.replace("\r", "\n")
    if "<br" in text and "<explain" not in text and any(mark in text for mark in _MARKS):
        text = _BREAK.sub("\n", text)
    if "→" in text and "->" not in text and "(cost=" in text:
        text = text.replace("→", "->")
    if "\x1b" in text:
        text = _ANSI.sub("", text)
    if not text.isascii():
        text = _without_invisible(text.lstrip(_INVISIBLE))
    # In EXPLAIN's own XML such a line stands in a query's or a condition's literal.
    if "-&gt;" in text and "<explain" not in text and _ESCAPED_NODE.search(text) and not _NODE.search(text):
        text = html.unescape(text).replace("\xa0", " ")
    return text


def _without_invisible(text: str) -> str:
    """Without what web pages put in, if the first lines have it: further down it may belong to a condition."""
    lines = [line for line in text[:100_000].split("\n") if line.strip()]
    indented = next((line for line in lines if line[0] in " \t\xa0" + _INVISIBLE), "")
    margin = "".join(line[: len(line) - len(line.lstrip(" \t\xa0" + _INVISIBLE))] for line in [*lines[:1], indented])
    if any(sign in margin for sign in _INVISIBLE):
        text = re.sub(rf"(?m)^([ \t\xa0]*)[{_INVISIBLE}]+|[{_INVISIBLE}]+$", r"\1", text)
    if "\xa0" in margin or any("\xa0(cost=" in line or "\xa0(actual " in line for line in lines[:1]):
        text = text.replace("\xa0", " ")
    return text


def is_decoration(line: str) -> bool:
    """Whether a line around a plan is psql's: header, ruler, row count, time, prompt."""
    return (
        is_header(line)
        or is_ruler(line)
        or _is_footer(line)
        or _PROMPT.match(line) is not None
        or line.strip()[:3] in ("```", "~~~")
    )


def is_clean(lines: Sequence[str]) -> bool:
    """Whether the first line is that of a plan with nothing around it."""
    first = next((line for line in lines if line.strip()), "")
    if _JSON.match(first) or first.startswith(("<explain", "<?xml", "- Plan:")):
        return first.rstrip()[-1] not in "+↵"
    return len(first) < 10_000 and not first.startswith("QUERY PLAN") and _ROOT.match(first) is not None


def _marked(lines: Sequence[str]) -> int:
    """The first line that can only be a plan's; else the first that isn't blank."""
    for number, line in enumerate(lines):
        if any(mark in line for mark in _MARKS):
            return number
    return next((number for number, line in enumerate(lines) if line.strip()), 0)


def _unmailed(lines: Sequence[str]) -> list[str] | None:
    """`> ` and `>> ` of mails and Markdown, as deep as at the plan's first line."""
    quoted = re.match(r"[ \t]*((?:>[ \t]?)+)", lines[_marked(lines)][:200])
    if quoted is None:
        return None
    depth, blank = quoted[1].count(">"), quoted[1][-1] != ">"
    return [_without_arrows(line, depth, blank=blank) for line in lines]


def _without_arrows(line: str, depth: int, *, blank: bool) -> str:
    rest = line
    for _ in range(depth):
        bare = rest.lstrip()
        if bare[:1] != ">":
            break
        rest = bare[1:]
    else:
        return rest[1:] if blank and rest[:1] in (" ", "\t") else rest
    return rest if rest is not line else line


_FENCES = ("```", "~~~", "{code", "{noformat", "<pre", "</pre", "[code]", "[/code]", "{{{", "}}}", "<code", "</code")


_FENCE_END = re.compile(r"(?<=\S)[ \t]*(?:```|</pre>|</code>|\{code\}|\{noformat\})+\s*$")


def _unfenced(lines: Sequence[str]) -> list[str] | None:
    """What stands inside the fences, of those blocks that hold a plan; what is outside them only where it holds one."""
    fences = [number for number, line in enumerate(lines) if line.lstrip()[:9].startswith(_FENCES)]
    if not fences or fences[0] > _marked(lines):
        return None
    blocks = [list(lines[: fences[0]])]
    for number, end in zip(fences, [*fences[1:], len(lines)], strict=True):
        beside = re.sub(r"^\s*(?:```|~~~|\{\w+[^}]*\}|</?\w+[^>]*>|\[/?code\]|\{\{\{|\}\}\})", "", lines[number][:10_000])
        body = list(lines[number + 1 : end])
        blocks.append([beside, *body] if any(mark in beside for mark in _MARKS) or beside[:1] in ("[", "{") else body)
    with_plan = [block for block in blocks if any(mark in line for line in block for mark in _MARKS)]
    chosen = with_plan or blocks[1::2]
    return [_FENCE_END.sub("", line) if line.rstrip()[-1:] in ("`", ">", "}") else line for block in chosen for line in block]


_NUMBERED = re.compile(r"[ \t]*(\d{1,6})(?:[:|.)\]]|\t|(?=[ ]|$))")


def _unnumbered(lines: Sequence[str]) -> list[str] | None:
    """`12: `, ` 12  `, `12|`: numbers that count the lines, and the column they stand in."""
    start = _first_number(lines, _marked(lines))
    numbered = [(n, match) for n in range(start, len(lines)) if (match := _NUMBERED.match(lines[n][:24])) is not None]
    filled = [n for n in range(start, len(lines)) if lines[n].strip()]
    if len(numbered) < 2 or numbered[0][0] != start or 10 * len(numbered) < 8 * len(filled):
        return None
    counts = [int(match[1]) for _, match in numbered]
    if sum(b - a == 1 for a, b in itertools.pairwise(counts)) < 0.9 * (len(counts) - 1):
        return None
    found = list(lines)
    column = _column([(lines[n], match) for n, match in numbered])
    for n, match in numbered:
        found[n] = lines[n][max(column, match.end()) :] if match[0][-1].isdigit() else lines[n][match.end() :]
    rests = [found[n] for n, _ in numbered if found[n].strip()]
    shift = min((len(rest) - len(rest.lstrip(" ")) for rest in rests), default=0)
    for n, _ in numbered:
        found[n] = found[n][shift:]
    return found


def _first_number(lines: Sequence[str], start: int) -> int:
    """Where the counting begins that the plan's first sure line is part of: JSON has lines above it."""
    match = _NUMBERED.match(lines[start][:24])
    while match and start and (above := _NUMBERED.match(lines[start - 1][:24])) and int(above[1]) == int(match[1]) - 1:
        start, match = start - 1, above
    return start


def _column(numbered: Sequence[tuple[str, re.Match[str]]]) -> int:
    """Where the text begins if numbers are padded to a common width on their right; 0 where they aren't padded."""
    gaps: dict[int, int] = {}
    for line, match in numbered:
        rest = line[match.end() :]
        if rest.strip():
            gap = len(rest) - len(rest.lstrip(" "))
            gaps[match.end()] = min(gap, gaps.get(match.end(), gap))
    shortest, longest = min(gaps, default=0), max(gaps, default=0)
    return longest if gaps and gaps[longest] < gaps[shortest] else 0


def _unescaped(lines: Sequence[str]) -> list[str] | None:
    r"""One line with `\n` written out, as programs log a plan."""
    filled = [line for line in lines if line.strip()]
    if len(filled) != 1 or "\\n" not in filled[0] or not any(mark in filled[0] for mark in _MARKS):
        return None
    text = filled[0].strip()
    before = text[: text.index("\\n")]
    if before.count('"') % 2 or before.count("'") % 2 or json_mark_within(before, 0, len(before)):
        return None  # the break is inside a text of JSON or of a literal, which have their own reader
    signs = {"\\n": "\n", "\\t": "\t", '\\"': '"', "\\\\": "\\", "\\r": ""}
    return re.sub(r'\\[ntr"\\]', lambda match: signs[match[0]], text).split("\n")


def _unentitled(lines: Sequence[str]) -> list[str] | None:
    """`-&gt;` and `&nbsp;` of a web page's source; XML keeps its own."""
    if not any("&" in line and ("-&gt;" in line or "&nbsp;" in line or "&quot;Plan" in line) for line in lines):
        return None
    if any("<explain" in line or "<Plan>" in line for line in lines):
        return None
    return [html.unescape(line).replace("\xa0", " ") for line in lines]


def _unheaded(lines: Sequence[str]) -> list[str] | None:
    """Without a header and what stands above it (the statement, prompts), a ruler below it, lines with a prompt."""
    found: list[str] = []
    for number, line in enumerate(lines):
        if is_header(line.replace('"', "")) if len(line) < 10_000 else False:
            above = [text for text in found if any(mark in text for mark in _MARKS)]
            found = found if above else []
        elif not (is_ruler(line) and number and is_header(lines[number - 1])) and not _PROMPT.match(line[:200]):
            found.append(line)
    return found


def _without_footers(lines: Sequence[str]) -> Sequence[str]:
    """Without `(12 rows)` and `Time: 3.2 ms` at the end of the text, or where a blank line, a time or a prompt follows."""
    dropped: set[int] = set()
    for number in range(len(lines) - 1, -1, -1):
        if not _is_footer(lines[number]):
            continue
        below = lines[number + 1][:200] if number + 1 < len(lines) else ""
        if not below.strip() or number + 1 in dropped or is_header(below) or _PROMPT.match(below):
            dropped.add(number)
    return [line for number, line in enumerate(lines) if number not in dropped] if dropped else lines


def _is_footer(line: str) -> bool:
    if len(line) > 200:
        return False
    bare = line.strip()
    return (bare[:1] == "(" and FOOTER.match(bare) is not None) or (bare[:1].isalpha() and _TIME.match(bare) is not None)


_LAYERS: tuple[Callable[[Sequence[str]], list[str] | None], ...] = (
    _unmailed, _unfenced, unhtml, _unnumbered, unasciidoc, unlatex, untroff, ungridded, unlisted, uncsv, unquoted,
    _unescaped, _unentitled, _unheaded, unsigned,
)  # fmt: skip
