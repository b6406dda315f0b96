"""The sizes of indexes that are no B-trees. Each follows how PostgreSQL builds its kind; constants without a source are
measured with bench/sizes.py.
"""

from __future__ import annotations

from math import ceil, log2

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
        return 2**power
    half = 2 ** (power - 1)
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
    width = facts(key, table).width
    null = facts(key, table).null
    per_row, distinct, bytes_ = _elements(candidate, known, width, rows * (1 - null))
    items = per_row * rows * (1 - null)
    distinct = max(1.0, min(distinct, items))
    gap = max(1.0, table.pages * distinct / max(items, 1.0))
    lists = items * _bytes_of_item(gap)
    entries = distinct * (8 + -(-bytes_ // 8) * 8 + 12)
    return Size(ceil((lists + entries) / (_PAGE * 0.8)) + 2, rows)


def _bytes_of_item(pages: float) -> float:
    """Of a row in a list: the difference to the row before, 7 bits a byte; the place on the page takes 11 bits."""
    return max(1.2, (11 + log2(max(1.0, pages))) / 7 + 0.4)


def _elements(candidate: Candidate, known: ColumnStatistics | None, width: float, rows: float) -> tuple[float, float, float]:
    """(elements of a row, different ones in all, bytes of one)."""
    key = (candidate.keys or ())[0]
    if key.opclass.endswith("gin_trgm_ops"):
        return width * 0.9, min(width * rows, 14_000.0), 4
    if key.opclass == "jsonb_path_ops":
        return width / 24, rows * 0.3, 4
    if known is not None and known.element_counts:
        per_row = known.element_counts[-1]
        return per_row, _vocabulary(per_row * rows, known), 8
    if key.text.startswith("to_tsvector"):
        per_row = width / _WORD * _STOPPED
        return per_row, (per_row * rows) ** _LEXEMES / 4, 8
    return max(1.0, width / 12), rows**0.5 * 10, 10


def _vocabulary(items: float, known: ColumnStatistics) -> float:
    """Those that are known, and others by the frequency of the rarest known one."""
    shares = known.element_frequencies
    listed = [share for share in shares[: len(known.elements)]]
    rarest = min(listed, default=0.01)
    per_row = known.element_counts[-1]
    left = max(0.0, per_row - sum(listed))
    return len(listed) + left / max(rarest / 3, 1e-9) if left > 0.02 * per_row else float(len(listed))
