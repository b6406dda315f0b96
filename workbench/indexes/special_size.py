"""The sizes of indexes that are no B-trees. Each follows how PostgreSQL builds its kind; constants without a source are
measured with bench/sizes.py.
"""

from __future__ import annotations

from math import ceil, log, log2

from workbench.catalog import ColumnStatistics, Table
from workbench.indexes.candidate import Candidate
from workbench.indexes.whatif import Size
from workbench.indexes.width import facts, tuple_bytes

_PAGE = 8152
_HASH_ENTRY = 20  # a header, the hash, the place on the page
_HASH_FILL = 307  # entries of a bucket at fillfactor 75
_RANGE_PAGES = 128  # of a BRIN range
_WORD = 6.3  # bytes of an English text per word
_STOPPED = 0.55  # of the words remain: stop words aren't indexed, and repeated ones count once
_LEXEMES = 0.75  # how a vocabulary grows with the words read
_GIN_FILL = 0.7  # of a page
# A longer list leaves its entry and has pages of its own, whose last one is rarely full; each page but the last is left three
# quarters full while rows come in order. https://github.com/postgres/postgres/blob/master/src/backend/access/gin/gindatapage.c
_GIN_LIST = 2_712
_GIN_SPLIT = 0.75
_TRIGRAMS = 4_000.0  # that texts of one language hold
_LONG = 100  # bytes: in longer texts trigrams come again
_REPEATED = 0.5
_GIST_FILL = 0.72  # of a page, where pages were split as entries came


def hashed(candidate: Candidate, table: Table, rows: float) -> Size:
    """Buckets in steps of powers of two (of quarters of one beyond 512), and overflow pages of values that many rows have."""
    known = facts((candidate.keys or ())[0], table)
    buckets = _buckets(rows / _HASH_FILL)
    fits = _PAGE // _HASH_ENTRY
    heavy = [share * rows for share in known.frequencies if share * rows > fits]
    spare = sum(count / fits for count in heavy)
    return Size(ceil(buckets + spare) + 2, rows)


def _buckets(wanted: float) -> int:
    if wanted <= 2:
        return 2
    power = ceil(log2(wanted))
    if power < 10:
        return 1 << power
    half = 1 << (power - 1)
    return half + ceil((wanted - half) / (half / 4)) * (half // 4)


def brin(candidate: Candidate, table: Table, rows: float) -> Size:
    """The first and the last value of each range of pages, a map to them, and a page about the index."""
    ranges = ceil(max(1, table.pages) / _RANGE_PAGES)
    width = sum(2 * facts(one, table).width for one in candidate.keys or ())
    entries = ceil(ranges * (-(-(8 + width) // 8) * 8 + 4) / _PAGE)
    return Size(1 + ceil(ranges / 1_360) + entries, rows)


def gist(candidate: Candidate, table: Table, rows: float) -> Size:
    """One entry for each row, in pages that are never full."""
    each = tuple_bytes([facts(one, table) for one in candidate.keys or ()]) + 4
    leaves = max(1, ceil(rows * each / (_PAGE * _GIST_FILL)))
    upper = ceil(leaves * each / (_PAGE * _GIST_FILL)) if leaves > 1 else 0
    return Size(leaves + upper, rows, 1 if upper else 0)


def gin(candidate: Candidate, table: Table, rows: float) -> Size:
    """Each element once, with a compressed list of its rows."""
    key = (candidate.keys or ())[0]
    column = table.column(key.column) if key.column is not None else None
    known = column.statistics if column is not None else None
    one = facts(key, table)
    filled = rows * (1 - one.null)
    if filled < 1:
        return Size(2, rows)
    per_row, distinct, bytes_ = _elements(candidate, known, one.width, min(one.distinct, filled))
    lists, pages = 0.0, 0.0
    for count, each in _spread(per_row * filled, distinct, filled, known):
        mine = each * _bytes_of_item(table.pages / each)
        if mine > _GIN_LIST:
            pages += count * _pages_of_list(mine)
        else:
            lists += count * mine
    entries = distinct * (8 + -(-bytes_ // 8) * 8 + 4)
    return Size(ceil((lists + entries) / (_PAGE * _GIN_FILL) + pages) + 2, rows)


def _pages_of_list(bytes_: float) -> float:
    """One that holds all of it, or several and one above them."""
    return 1.0 if bytes_ <= _PAGE else 1.0 + ceil(bytes_ / (_PAGE * _GIN_SPLIT))


def _spread(items: float, distinct: float, rows: float, known: ColumnStatistics | None) -> list[tuple[float, float]]:
    """(how many elements, rows of each): those that are known, and the others as words are spread: the second is half as common
    as the first, the third a third."""
    shares = (
        [share for share in known.element_frequencies[: len(known.elements)] if share * rows >= 1] if known is not None else []
    )
    found = [(1.0, share * rows) for share in shares]
    left, start, others = items - sum(each for _, each in found), float(len(found)), distinct - len(found)
    if others < 1 or left <= 0:
        return found
    scale = log(1 + others / (start + 1))
    place = 0.0
    while place < others:
        end = min(others, place * 1.5 + 1)
        mass = left * (log(1 + end / (start + 1)) - log(1 + place / (start + 1))) / scale
        found.append((end - place, max(1.0, min(rows, mass / (end - place)))))
        place = end
    return found


def _bytes_of_item(pages: float) -> float:
    """Of a row in a list: the difference to the row before, 7 bits a byte; the place on a page takes 11 bits.

    Args:
        pages: from one row of the list to the next.
    """
    if pages < 1:
        return 1.0 + pages / 2
    return float(ceil((11 + log2(pages)) / 7))


def _elements(candidate: Candidate, known: ColumnStatistics | None, width: float, texts: float) -> tuple[float, float, float]:
    """(elements of a row, different ones in all, bytes of one).

    Args:
        texts: how many different values the column has.
    """
    key = (candidate.keys or ())[0]
    if key.opclass.endswith("gin_trgm_ops"):
        per_row = width if width < _LONG else _LONG + (width - _LONG) * _REPEATED
        return per_row, min(width * texts, 60 * texts**0.5, _TRIGRAMS), 4
    if key.opclass == "jsonb_path_ops":
        return max(1.0, width / 24), max(1.0, texts * 0.3), 4
    if known is not None and known.element_counts:
        return known.element_counts[-1], _vocabulary(known), 8
    if key.text.startswith("to_tsvector"):
        per_row = width / _WORD * _STOPPED
        return per_row, (per_row * texts) ** _LEXEMES / 4, 8
    return max(1.0, width / 12), texts**0.5 * 10, 10


def _vocabulary(known: ColumnStatistics) -> float:
    """Those that are known, and others by the frequency of the rarest known one."""
    listed = list(known.element_frequencies[: len(known.elements)])
    left = max(0.0, known.element_counts[-1] - sum(listed))
    if left <= 0.02 * known.element_counts[-1]:
        return float(max(1, len(listed)))
    return len(listed) + left / max(min(listed, default=0.01) / 3, 1e-9)
