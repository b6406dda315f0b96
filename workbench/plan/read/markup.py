"""Takes psql's other tables apart: html, csv (and what grids of DBeaver, pgAdmin, DataGrip copy), asciidoc, latex, troff.

Each function gets lines and gives back the lines of the plans inside, or None where the text is of another kind.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

from workbench.plan.read.grid import FOOTER, HEADER, is_header

_CELL = re.compile(r"<td([^<>]*)>|</td\s*>", re.IGNORECASE)
_BREAK = re.compile(r"<br ?/?>\n?", re.IGNORECASE)


def unhtml(lines: Sequence[str]) -> list[str] | None:
    """The cells of an HTML table; those that span columns ("Record 1") are none."""
    if not any(line.lstrip()[:3].lower() in ("<ta", "<td", "<tr") for line in lines):
        return None
    cells = _html_cells("\n".join(lines))
    if not cells:
        return None
    text = "\n".join(_BREAK.sub("\n", cell) for cell in cells)
    return html.unescape(text).replace("\xa0", " ").split("\n")


def _html_cells(text: str) -> list[str]:
    cells = []
    start = -1
    for tag in _CELL.finditer(text):
        if tag[1] is not None:
            start = -1 if "colspan" in tag[1] else tag.end()
        elif start >= 0:
            cells.append(text[start : tag.start()])
            start = -1
    return cells


_ASCIIDOC_CELL = re.compile(r"(?:2\+\^|[<^>]?l?)\|")


def unasciidoc(lines: Sequence[str]) -> list[str] | None:
    """What stands between two lines `|====`, the signs of the cells taken away."""
    edges = [number for number, line in enumerate(lines) if line.rstrip() == "|===="]
    if len(edges) < 2:
        return None
    found = []
    for first, last in zip(edges[::2], edges[1::2], strict=False):
        for line in lines[first + 1 : last]:
            cell = _ASCIIDOC_CELL.match(line)
            text = line[cell.end() :] if cell else line
            if cell and (text == HEADER or line.startswith("2+^")):
                continue
            if cell and text.startswith(f"{HEADER} "):
                text = re.sub(rf"^{HEADER} [<^>]?l?\|", "", text)
            found.append(text.replace("\\|", "|"))
    return found


_LATEX_COMMAND = re.compile(r"\\(?:begin|end|hline|toprule|midrule|bottomrule|endfirsthead|endhead|endfoot|endlastfoot|"
                            r"multicolumn|textit|small|caption|noindent)\b")  # fmt: skip
_LATEX_END = re.compile(r" ?\\(?:\\|tabularnewline)$")
_LATEX_SIGN = re.compile(r"\\(text\w+)\{\}|\\\^\{\}|\\([{}&%$#_])|\\(\\)")
_LATEX_SIGNS = {"textgreater": ">", "textless": "<", "textbar": "|", "textbackslash": "\\", "textasciitilde": "~"}


def unlatex(lines: Sequence[str]) -> list[str] | None:
    """The rows of tabular and longtable environments."""
    if not any(line.startswith(("\\begin{tabular}", "\\begin{longtable}")) for line in lines):
        return None
    found: list[str] = []
    inside = False
    for line in lines:
        if line.startswith(("\\begin", "\\end{")):
            inside = line.startswith("\\begin")
        elif inside and not _LATEX_COMMAND.match(line) and not line.startswith("\\pagebreak"):
            text = _LATEX_END.sub("", line).removeprefix(f"{HEADER} & ").removeprefix(f"\\small\\textbf{{{HEADER}}} & ")
            if text.startswith("\\raggedright{") and text.endswith("}"):
                text = text[len("\\raggedright{") : -1]
            found += _LATEX_SIGN.sub(_latex_sign, text).split("\n")
    return found


def _latex_sign(match: re.Match[str]) -> str:
    if match[3]:
        return "\n"
    return _LATEX_SIGNS.get(match[1], match[0]) if match[1] else match[2] or "^"


_TROFF_LAYOUT = re.compile(r"(?:c \|? ?)?[cls](?: [cls])?\.$")


def untroff(lines: Sequence[str]) -> list[str] | None:
    """The rows between .TS and .TE."""
    if ".TS" not in lines or ".TE" not in lines:
        return None
    found: list[str] = []
    inside = heading = False
    for line in lines:
        if line in (".TS", ".TE", ".T&"):
            inside, heading = line != ".TE", True
        elif inside and heading:
            # The heading ends with its rule, or in a record with the layout of the two columns.
            heading = not (line == "_" or (_TROFF_LAYOUT.match(line) and "s" not in line and "c" in line))
        elif inside and line != "_" and not line.startswith("\\fI"):
            found.append(line.removeprefix(f"{HEADER}\t").replace("\\(rs", "\\"))
    return found


_FIELD = re.compile(r'"((?:[^"]|"")*+)"(?=[ \t]*(?:[,;\t|]|$))', re.MULTILINE)
_NAMED = re.compile(rf'"?{HEADER}"?[,;|\t]')


def uncsv(lines: Sequence[str]) -> list[str] | None:
    """The first column of quoted cells. Of cells without quotes among them, the whole line: no comma made quoting necessary."""
    filled = [line for line in lines if line.strip()]
    if not filled:
        return None
    named = sum(_NAMED.match(line[:40]) is not None for line in filled)
    first = 1 if filled[0].strip(' \t"') == HEADER else 0
    quoted = [line for line in filled[first:] if line.lstrip(" \t").startswith('"')]
    if not named and (not quoted or (not first and not filled[0].startswith('"'))):
        return None
    if not named and any(line.strip() in ("[", "{") for line in filled[first : first + 1]):
        return None  # JSON below an unquoted header
    return _csv_cells("\n".join(line for line in lines if not FOOTER.match(line[:80])), lines)


def _csv_cells(text: str, lines: Sequence[str]) -> list[str] | None:
    found: list[str] = []
    at = 0
    while at < len(text):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        start = at
        if named := _NAMED.match(text, at, min(end, at + 40)):
            start = named.end()
        field = _FIELD.match(text, start)
        if field:
            found += field[1].replace('""', '"').split("\n")
            end = text.find("\n", field.end())
            end = len(text) if end < 0 else end
        else:
            line = text[start:end].strip("\r")
            whole = len(line) > 1 and line[0] == line[-1] == '"'
            found.append(line[1:-1] if whole else line)
        at = end + 1
    found = [line for line in found if line.strip() != HEADER]
    if any(_NAMED.match(line[:40]) for line in lines):
        found = [line for line in found if line.strip()]  # unaligned records are parted by blank lines
    return found if found != list(lines) else None


def unquoted(lines: Sequence[str]) -> list[str] | None:
    """Lines that each stand in single quotes or backticks, perhaps with a comma behind (a list in some language)."""
    filled = [line.strip() for line in lines if line.strip()]
    for quote in "'`":
        if filled and all(len(line) > 1 and line[0] == quote and line.rstrip(",;+ ")[-1] == quote for line in filled):
            return [line.rstrip(",;+ ")[1:-1] for line in filled]
    return None


__all__ = ["is_header", "unasciidoc", "uncsv", "unhtml", "unlatex", "unquoted", "untroff"]
