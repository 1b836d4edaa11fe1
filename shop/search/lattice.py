"""The ways through a question: pieces that lie end to end from its first letter to its last, the cheapest first."""

from collections.abc import Iterable
from heapq import nsmallest
from typing import NamedTuple

from shop.search.reading import Piece

PIECE = 1.0  # what a piece costs in itself: few long ones are better than many short ones
DEARER = 0.7  # than the cheapest a way may be, and be thought of beside it


class Edge(NamedTuple):
    """A piece from letter `start` to before letter `end`; `cost` beyond that of being a piece."""

    start: int
    end: int
    piece: Piece
    cost: float = 0.0


def ways_through(length: int, edges: Iterable[Edge], most: int = 3) -> list[tuple[Piece, ...]]:
    """Up to `most` coverings of letters 0 to `length`, each another, cheapest first; none where a gap remains."""
    starting: dict[int, list[Edge]] = {}
    for edge in edges:
        starting.setdefault(edge.start, []).append(edge)
    best: dict[int, list[tuple[float, tuple[Piece, ...]]]] = {0: [(0.0, ())]}
    for at in range(length):
        reached = nsmallest(most, best.pop(at, ()), key=lambda way: way[0])
        for edge in starting.get(at, ()):
            onward = [(cost + PIECE + edge.cost, (*pieces, edge.piece)) for cost, pieces in reached]
            best.setdefault(edge.end, []).extend(onward)
    ways = nsmallest(most * 2, best.get(length, ()), key=lambda way: way[0])
    return list(dict.fromkeys(pieces for cost, pieces in ways if cost <= ways[0][0] + DEARER))[:most]
