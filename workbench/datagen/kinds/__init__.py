"""The kinds of column that data.toml knows: their options, and the functions that build them. One table.

To add a kind: a Column (beside its like, in `columns`, `moments`, ...), a build function in the file of its family here, and a
line in that file's KINDS. A build function sees its site: the checked options, streams of random numbers, and other columns by
name.
"""

from __future__ import annotations

from workbench.datagen.kinds import insides, keys, labels, links, numbers, statistics, times, words
from workbench.datagen.kinds.site import Kind, Site, expression

__all__ = ["KINDS", "Kind", "Site", "expression"]

KINDS: dict[str, Kind] = {
    **keys.KINDS,
    **numbers.KINDS,
    **labels.KINDS,
    **times.KINDS,
    **words.KINDS,
    **links.KINDS,
    **insides.KINDS,
    **statistics.KINDS,
}
