"""How many different values a column has whose equal values lie side by side. ANALYZE says far too few of it in a large table.

ANALYZE draws 300 pages for each unit of its target and then rows from these pages, so that of values which lie together it sees
all or none: it draws from the rows of these pages, and reckons as if it drew from all. Its estimator (Haas and Stokes, Duj1) is

    D = n d / (n - f1 + f1 n / N)

for n rows drawn of N, d different values among them, f1 of these seen once. Almost all values that were seen more than once
were seen twice, so D tells how many those were; then the same estimator gives the values of the drawn pages, and the table's
are in proportion. https://github.com/postgres/postgres/blob/master/src/backend/commands/analyze.c (compute_scalar_stats)
"""

from __future__ import annotations

# ANALYZE's pages and rows, at the default target. A target of one column's own isn't known here.
SAMPLED = 300 * 100
# The rank correlation of value and place from which on equal values lie side by side.
_SIDE_BY_SIDE = 0.99


def distinct_values(told: float, rows: float, pages: float, correlation: float) -> float:
    """How many there are, where ANALYZE told so many; never more than rows, and what was told where there is nothing to mend.

    >>> round(distinct_values(479_000, 6_000_000, 112_000, 1.0), -5)  # orders of TPC-H's line items: 1.5 million
    1500000.0
    >>> distinct_values(479_000, 6_000_000, 112_000, 0.1)
    479000
    """
    n = float(SAMPLED)
    if abs(correlation) < _SIDE_BY_SIDE or pages <= n or not 0 < told < rows:
        return told
    twice = n * n * (1 / told - 1 / rows) / (1 - n / rows + n / (2 * told))
    if not 0 < twice < n:
        return told
    drawn_from = rows * n / pages
    here = n * (n - twice / 2) / (twice + (n - twice) * n / drawn_from)
    return min(rows, max(told, here * rows / drawn_from))
