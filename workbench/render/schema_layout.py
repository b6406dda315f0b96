"""Where the tables of a diagram stand: those that are pointed to at the left, those that point at them to the right.

Layers by the longest way, cycles cut; within a layer each table near what it is connected with. Keys that pass a layer have a
lane of their own there. Numbers in, numbers out; no text, no drawing.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

COLUMN_GAP, ROW_GAP, LANE = 90.0, 22.0, 12.0
_SWEEPS = 8
_STACKED = 900.0  # tables without any key stand below in columns of this height at most


@dataclass(frozen=True)
class Spot:
    """The left upper corner of a box."""

    x: float
    y: float


@dataclass(frozen=True)
class Layout:
    """A spot for each box; for each edge the points that it passes between its ends; the whole's size."""

    spots: Mapping[int, Spot]
    lanes: Mapping[tuple[int, int], tuple[Spot, ...]]
    width: float
    height: float


def layout(sizes: Sequence[tuple[float, float]], edges: Sequence[tuple[int, int]]) -> Layout:
    """Places boxes of these sizes; an edge leads from the box that points to the one that is pointed to."""
    forward = _acyclic(len(sizes), edges)
    connected = sorted({end for edge in edges for end in edge if edge[0] != edge[1]})
    depth = _depths(forward, connected)
    layers: list[list[Hashable]] = [[] for _ in range(max(depth.values(), default=-1) + 1)]
    for box in connected:
        layers[depth[box]].append(box)
    links: list[tuple[Hashable, Hashable]] = []
    for child, parent in forward:
        way: list[Hashable] = [parent, *((child, parent, level) for level in range(depth[parent] + 1, depth[child])), child]
        for level, lane in enumerate(way[1:-1], depth[parent] + 1):
            layers[level].append(lane)
        links += pairwise(way)
    _order(layers, links)
    spots, lanes, width, height = _stack(layers, sizes)
    alone = [box for box in range(len(sizes)) if box not in depth]
    below, wide, high = _shelve(alone, sizes, height + ROW_GAP * 2 if connected else 0.0, width)
    return Layout(spots | below, _joined(lanes), max(width, wide), max(height, high))


def _acyclic(boxes: int, edges: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The edges without loops and doubles, and without those that close a cycle; iterative, since chains may be long."""
    above: dict[int, list[int]] = {box: [] for box in range(boxes)}
    for child, parent in dict.fromkeys(edges):
        if child != parent:
            above[child].append(parent)
    state = dict.fromkeys(range(boxes), 0)
    kept: list[tuple[int, int]] = []
    for start in range(boxes):
        way = [(start, iter(above[start]))] if not state[start] else []
        state[start] = state[start] or 1
        while way:
            box, rest = way[-1]
            for parent in rest:
                if state[parent] == 1:  # it would close a cycle
                    continue
                kept.append((box, parent))
                if not state[parent]:
                    state[parent] = 1
                    way.append((parent, iter(above[parent])))
                    break
            else:
                state[box] = 2
                way.pop()
    return kept


def _depths(edges: Sequence[tuple[int, int]], boxes: Sequence[int]) -> dict[int, int]:
    """How far each is from those that point to nobody, by the longest way."""
    depth = dict.fromkeys(boxes, 0)
    for _ in boxes:
        moved = False
        for child, parent in edges:
            if depth[child] <= depth[parent]:
                depth[child], moved = depth[parent] + 1, True
        if not moved:
            break
    return depth


def _order(layers: list[list[Hashable]], links: Sequence[tuple[Hashable, Hashable]]) -> None:
    """Each near the mean of its neighbours, from left to right and back, several times: fewer crossings."""
    near: dict[Hashable, list[Hashable]] = {}
    for a, b in links:
        near.setdefault(a, []).append(b)
        near.setdefault(b, []).append(a)
    for sweep in range(_SWEEPS):
        for layer in layers if sweep % 2 == 0 else reversed(layers):
            place = {box: index / max(len(one), 1) for one in layers for index, box in enumerate(one)}
            means = {b: sum(place[n] for n in near.get(b, [b])) / len(near.get(b, [b])) for b in layer}
            layer.sort(key=lambda box, means=means: means[box])  # type: ignore[misc]


def _stack(
    layers: Sequence[Sequence[Hashable]], sizes: Sequence[tuple[float, float]]
) -> tuple[dict[int, Spot], dict[tuple[int, int, int], Spot], float, float]:
    """The layers side by side, each in the middle of the height."""
    heights = [sum(_high(box, sizes) + ROW_GAP for box in layer) - ROW_GAP for layer in layers]
    tallest = max(heights, default=0.0)
    spots: dict[int, Spot] = {}
    lanes: dict[tuple[int, int, int], Spot] = {}
    x = 0.0
    for layer, height in zip(layers, heights, strict=True):
        y = (tallest - height) / 2
        wide = max((sizes[box][0] for box in layer if isinstance(box, int)), default=0.0)
        for box in layer:
            if isinstance(box, int):
                spots[box] = Spot(x, y)
            elif isinstance(box, tuple):
                lanes[box] = Spot(x, y)
                lanes[(box[0], box[1], -box[2])] = Spot(x + wide, y)
            y += _high(box, sizes) + ROW_GAP
        x += wide + COLUMN_GAP
    return spots, lanes, max(x - COLUMN_GAP, 0.0), tallest


def _high(box: Hashable, sizes: Sequence[tuple[float, float]]) -> float:
    return sizes[box][1] if isinstance(box, int) else LANE


def _joined(lanes: Mapping[tuple[int, int, int], Spot]) -> dict[tuple[int, int], tuple[Spot, ...]]:
    """The points of each edge from left to right."""
    found: dict[tuple[int, int], list[Spot]] = {}
    for (child, parent, _), spot in lanes.items():
        found.setdefault((child, parent), []).append(spot)
    return {edge: tuple(sorted(spots, key=lambda spot: spot.x)) for edge, spots in found.items()}


def _shelve(
    boxes: Sequence[int], sizes: Sequence[tuple[float, float]], top: float, width: float
) -> tuple[dict[int, Spot], float, float]:
    """Boxes that nothing connects, in rows below the others."""
    spots: dict[int, Spot] = {}
    x, y, high, widest, room = 0.0, top, 0.0, 0.0, max(width, _STACKED)
    for box in boxes:
        wide, tall = sizes[box]
        if x and x + wide > room:
            x, y, high = 0.0, y + high + ROW_GAP, 0.0
        spots[box] = Spot(x, y)
        x, high = x + wide + ROW_GAP, max(high, tall)
        widest = max(widest, x - ROW_GAP)
    return spots, widest, y + high if boxes else 0.0
