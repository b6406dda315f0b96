"""Columns of words: prose for full-text search, and phrases such as a person's name. The words are in
`vocabulary`.

A row has as many positions of its stream as its text may have words, and one for their number, so a text is the same
whether it is made alone or among a million.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import reduce

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from workbench.datagen.columns import Column
from workbench.datagen.philox import Bits, Rows, Stream, unit
from workbench.datagen.shapes import Shape, Zipf, whole

_FOLLOWERS = 8
_SENTENCE = 11  # words in a sentence on average
_LOWEST = np.uint64(2047)
_CLOSING = np.uint64(2048 // _SENTENCE)


@dataclass(frozen=True, eq=False)
class Text(Column):
    """From `low` to `high` words, their frequency by a shape; prose comes in sentences, a title is one line."""

    stream: Stream
    words: tuple[str, ...]
    frequency: Shape
    low: int
    high: int
    prose: bool
    followers: npt.NDArray[np.int64] | None = field(default=None, repr=False)

    def values(self, rows: Rows) -> pa.Array:
        """The texts."""
        counts = self.low + np.floor(self.stream.uniform(rows * (self.high + 1)) * (self.high - self.low + 1)).astype(np.int64)
        ends = np.cumsum(counts)
        starts = ends - counts
        place = np.arange(counts.sum()) - np.repeat(starts, counts)
        bits = self.stream.bits(np.repeat(rows * (self.high + 1), counts) + place + 1)
        rank = whole(self.frequency, unit(bits), 0, len(self.words) - 1)
        if self.followers is not None:
            rank = self._chained(self.followers, rank, bits, place)
        closing = np.zeros(len(rank), bool)
        if self.prose:
            closing = bits & _LOWEST < _CLOSING  # the lowest eleven bits are what unit() leaves
            closing[ends - 1] = True
        # A word begins a sentence where its text begins and after every full stop.
        opening = np.concatenate(([False], closing[:-1])) | (place == 0)
        form = rank + len(self.words) * (opening + 2 * closing)
        offsets = np.concatenate(([0], ends)).astype(np.int32)
        return pc.binary_join(pa.ListArray.from_arrays(offsets, self._forms().take(pa.array(form))), " ")

    def array(self, values: pa.Array) -> pa.Array:
        """As they are."""
        return values

    def _chained(self, followers: Rows, rank: Rows, bits: Bits, place: Rows) -> Rows:
        """Two of three words are one that likes to follow the word before: a Markov chain, all texts in step."""
        chained = (bits & _LOWEST) % np.uint64(3) != np.uint64(0)
        pick = ((bits >> np.uint64(2)) & np.uint64(_FOLLOWERS - 1)).astype(np.int64)
        rank = rank.copy()
        order = np.argsort(place, kind="stable")
        steps = np.split(order, np.cumsum(np.bincount(place))[:-1])
        for step in steps[1:]:
            here = step[chained[step]]
            rank[here] = followers[rank[here - 1], pick[here]]
        return rank

    def _forms(self) -> pa.Array:
        """Each word plain, Capitalised, closing. and Both., in this order."""
        plain = [*self.words, *(word[:1].upper() + word[1:] for word in self.words)]
        return pa.array([*plain, *(f"{word}." for word in plain)], pa.string())


def followers(words: int) -> npt.NDArray[np.int64]:
    """For each word eight that like to follow it, the frequent ones more often; the same for everybody."""
    draw = Stream.of(0, "", "", "followers").uniform(np.arange(words * _FOLLOWERS))
    return whole(Zipf(0, words, 0.7), draw, 0, words - 1).reshape(words, _FOLLOWERS)


@dataclass(frozen=True)
class Phrase(Column):
    """One word of each list, all combinations equally likely: Ada Moreau, Folding Oak Chair."""

    stream: Stream
    parts: tuple[tuple[str, ...], ...]

    def values(self, rows: Rows) -> Rows:
        """int64: the number of the combination."""
        combinations = reduce(int.__mul__, map(len, self.parts))
        return np.floor(self.stream.uniform(rows) * combinations).astype(np.int64)

    def array(self, values: Rows) -> pa.Array:
        """The phrases."""
        columns = []
        for part in self.parts:
            values, code = np.divmod(values, len(part))
            columns.append(pa.array(part, pa.string()).take(pa.array(code)))
        return pc.binary_join_element_wise(*columns, " ")
