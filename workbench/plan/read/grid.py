"""Takes psql's aligned, wrapped and expanded tables apart: every border (0, 1, 2) and linestyle (ascii, old-ascii, unicode).

psql marks a line of a cell that goes on: `+` (unicode: ↵) before a newline, `.` (…) where it had to fold a long line. These
marks stand in a column of their own, behind the ruler's last dash or under it; that column, not the sign, tells them from
the plan's own dots and pluses. old-ascii marks nothing at the end of a line, so there a full line is followed up by sense.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

_BARS = "|│║"
_RULER = "-+|=─━│┌┐└┘├┤┬┴┼═║╔╗╚╝╠╣╦╩╬╟╢╤╧╪╒╕╘╛╞╡╓╖╙╜╥╨╫"
_FOLDS = (".", "…")
_BREAKS = ("+", "↵")
HEADER = "QUERY PLAN"
FOOTER = re.compile(r"\s*\(\d+ ?[^\W\d]+\)\s*$")
_RECORD = re.compile(r"\s*(?:\* [^\W\d]+ \d+\s*$|[+|├┌╟╠╔]?[-─═]\[ [^\W\d]+ \d+ \][-+─═┬┼┐┤╤╪╦╬╥╫╗╢╣|]*\s*$)")
_BEGINS = re.compile(r'\s*(?:$|->|["{}\[\]<]|- |[A-Z][\w /()-]*:|[A-Z][a-z]+ [^\n]{0,200}\(|[A-Z][\w .-]{0,80}$)')


@dataclass
class _Piece:
    """A line of a cell: its text, whether it goes on in the next (folded), whether the mark says a newline follows."""

    text: str
    folded: bool = False
    goes_on: bool = False
    sign: str = ""


def is_ruler(line: str) -> bool:
    """`-----`, `+-----+`, `├─────┤`."""
    bare = line.strip()
    return len(bare) > 1 and bare[0] in _RULER and not bare.strip(_RULER) and any(dash in bare for dash in "-─═")


def is_header(line: str) -> bool:
    """The line that names the column."""
    return HEADER in line and line.strip(" \t+" + _BARS) == HEADER


def ungridded(lines: Sequence[str]) -> list[str] | None:
    """The lines of the plans in the tables, what stood around the tables left out; None where there is no table."""
    if any(map(_is_record, lines)):
        return _expanded(lines)
    headers = [n for n in range(len(lines) - 1) if is_header(lines[n]) and is_ruler(lines[n + 1])]
    if headers:
        found: list[str] = []
        for number, end in zip(headers, [*headers[1:], len(lines)], strict=True):
            found += _table(lines[number], lines[number + 1], lines[number + 2 : end])
        return found
    return _headless(lines)


def _is_record(line: str) -> bool:
    """`-[ RECORD 1 ]----`, `* Record 1`; a node's arrow is none, and may have thousands of blanks before it."""
    bare = line.lstrip()[:4]
    return bare[:1] in _RECORD_SIGNS and bare[:2] != "->" and _RECORD.match(line.strip()) is not None


_RECORD_SIGNS = tuple("*-+|─├┌╟╠╔═")


def _table(header: str, ruler: str, body: Sequence[str]) -> list[str]:
    body = body[: _length(body, boxed=header.lstrip()[0] in _BARS)]
    indent = len(ruler) - len(ruler.lstrip())
    body = [line[indent:] if not line[:indent].strip() else line for line in body]
    width = len(ruler.strip())
    if header.lstrip()[0] in _BARS:
        tight = header.lstrip()[1:2].strip() != ""  # Markdown by DBeaver: no blank beside the bars
        return _cells([_boxed(line, 0 if tight else 1) for line in body], width - 4)
    if header.rstrip()[-1] in _BARS:  # DBeaver's text: a bar on the right only
        return [line.rstrip().rstrip(_BARS).rstrip() for line in body]
    if all(line[0] in " .…" for line in body if line.strip()):
        return _cells([_open(line, 1, width - 1) for line in body], width - 2)
    return _cells([_open(line, 0, width) for line in body], width)


def _length(body: Sequence[str], *, boxed: bool) -> int:
    """How many lines the table has: up to its lower edge, or up to `(12 rows)`."""
    for number, line in enumerate(body):
        if FOOTER.match(line[:80]) or (boxed and is_ruler(line)):
            return number
    return len(body)


def _boxed(line: str, column: int) -> _Piece:
    line = line.strip()
    if line[-1:] in _BARS and len(line) > 1:
        if not column:
            return _Piece(line[1:-1])
        return _Piece(line[column + 1 : -2], line[-2] in _FOLDS, line[-2] in _BREAKS)
    return _Piece(line[column + 1 :])


def _open(line: str, column: int, mark: int) -> _Piece:
    if line[-1:] in (*_FOLDS, *_BREAKS) and _width(line) == mark + 1:
        return _Piece(line[column:-1], line[-1] in _FOLDS, line[-1] in _BREAKS)
    line = line.rstrip("\r")
    return _Piece(line[column:])


def _cells(pieces: Sequence[_Piece], width: int) -> list[str]:
    """The lines of the cells, folded ones in one piece again."""
    marked = any(piece.folded or piece.goes_on for piece in pieces)
    found: list[list[str]] = []
    folded = False
    for number, piece in enumerate(pieces):
        if folded:
            found[-1].append(piece.text)
        else:
            found.append([piece.text])
        folded = piece.folded or (not marked and number + 1 < len(pieces) and _is_full(piece, pieces[number + 1], width))
        if folded and not piece.folded:
            text = piece.text.rstrip()
            found[-1][-1] = text + " " * (width - _width(text))
    return ["".join(parts).rstrip() for parts in found]


def _is_full(piece: _Piece, following: _Piece, width: int) -> bool:
    """Whether an unmarked line is full and the next makes no sense alone: old-ascii has no marks."""
    text = piece.text.rstrip()
    if width < 20 or not width - 1 <= _width(text) <= width or not following.text.strip():
        return False
    quotes = text.count('"') - text.count('\\"')
    in_string = (quotes % 2 == 1 and text.lstrip()[:1] in ('"', "-")) or (quotes % 2 == 1 and ': "' in text)
    in_group = text.count("(") > text.count(")") and "(" in text and text.lstrip()[:1] != '"'
    return in_string or in_group or _BEGINS.match(following.text) is None


def _expanded(lines: Sequence[str]) -> list[str]:
    """Records of one column: each value is a cell of one or more lines."""
    found: list[str] = []
    cell: list[_Piece] = []
    texts: list[str] = []
    for line in lines:
        name = line.find(HEADER, 0, 200)
        begins = name >= 0 and not line[:name].strip(_BARS + " ")
        if begins:
            found += _cell(cell, texts)
            cell, texts, at = [], [], name + len(HEADER)
        elif _is_record(line) or is_ruler(line) or not cell or FOOTER.match(line[:80]) or not line.strip():
            found += _cell(cell, texts)
            cell, texts = [], []
            continue
        texts.append(line)
        cell.append(_value(line, at, folds=not begins))
    return found + _cell(cell, texts)


def _value(line: str, at: int, *, folds: bool) -> _Piece:
    """The value's part of a line, the name ending at a column. `folds`: it goes on with the line before."""
    between = line[at + 1 : at + 2]
    column = at + 3 if between and between in _BARS + ":;" and line[at : at + 1] == " " else at + 1
    boxed = line[:1] in _BARS and line.rstrip()[-1:] in _BARS
    end = len(line.rstrip()) - 2 if boxed else len(line)
    sign = line[end : end + 1] if boxed else line[-1:]
    marked = sign in _FOLDS or sign in _BREAKS
    if marked and not boxed:
        end -= 1
    piece = _Piece(line[column:end], sign in _FOLDS, sign in _BREAKS, sign if marked and not boxed else "")
    if folds and between == ";":
        piece.text = "\0" + piece.text  # old-ascii says it at the beginning of the next line
    return piece


def _cell(pieces: list[_Piece], lines: Sequence[str]) -> list[str]:
    if not pieces:
        return []
    for number, piece in enumerate(pieces[:-1]):
        following = pieces[number + 1]
        if following.text[:1] == "\0":
            piece.folded, following.text = True, following.text[1:]
            piece.text += piece.sign  # old-ascii has no sign at the end: it was the plan's own
    last = pieces[-1]
    if (last.folded or last.goes_on) and lines[-1][:1] not in _BARS:  # nothing goes on: it was the plan's own sign
        last.text += last.sign
        last.folded = last.goes_on = False
    width = max(_width(piece.text.rstrip()) for piece in pieces)
    marked = any(piece.folded or piece.goes_on for piece in pieces)
    if not marked and len(pieces) > 1 and pieces[0].text.lstrip()[:1] not in ("[", "{", "<", "-"):
        return ["".join(piece.text for piece in pieces).rstrip()]  # a line of a text plan has no newline in it
    return _cells(pieces, width)


def _headless(lines: Sequence[str]) -> list[str] | None:
    """A table without its column's name: boxed, or every line but the last marked in the same column."""
    filled = [line for line in lines if line.strip()]
    if len(filled) > 1 and all(line.lstrip()[0] in _BARS + _RULER and line.rstrip()[-1] in _BARS + _RULER for line in filled):
        rows = [line for line in filled if not is_ruler(line)]
        return _cells([_boxed(line, 1) for line in rows], 0) if rows else None
    marked = [line for line in filled if line[-1] in _BREAKS]
    if len(marked) > 1 and filled[0][-1] in _BREAKS and len({_width(line) for line in marked}) == 1:
        # The cell's last line carries no mark, and what follows it is no part of it.
        return [line[:-1].rstrip() if line[-1:] in _BREAKS else line for line in lines]
    return None


def _width(text: str) -> int:
    """Columns on a terminal: East Asian characters take two, combining ones none."""
    if text.isascii():
        return len(text)
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
