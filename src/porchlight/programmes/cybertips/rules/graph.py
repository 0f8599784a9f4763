"""A report and those that it touches, as a drawing: where each stands, and what joins them."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 640, 400
MOST = 12


@dataclass(frozen=True)
class Node:
    """A report in the drawing."""

    report_id: int
    x: int
    y: int
    centre: bool = False

    @property
    def label(self) -> str:
        """The end of its number: the start is the date, alike for all of a day."""
        return f"…{str(self.report_id)[-7:]}"


@dataclass(frozen=True)
class Edge:
    """A line between two reports: from, to, how strong it is from 1 to 3, its words."""

    x1: int
    y1: int
    x2: int
    y2: int
    strength: int
    words: str


@dataclass(frozen=True)
class Graph:
    """The drawing."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


def graph(centre: int, linked: Sequence[tuple[int, int, str]]) -> Graph:
    """
    Return the drawing of ``centre`` in the middle and the reports linked to it around, the closest
    on top and nearest; each is its number, its strength in points, and what they share.
    """
    middle = Node(centre, WIDTH // 2, HEIGHT // 2, centre=True)
    nodes, edges = [middle], []
    near = linked[:MOST]
    for at, (report_id, points, words) in enumerate(near):
        angle = 2 * math.pi * at / len(near) - math.pi / 2
        reach = 0.72 if points >= 8 else 0.92
        x = round(middle.x + reach * (WIDTH / 2 - 64) * math.cos(angle))
        y = round(middle.y + reach * (HEIGHT / 2 - 30) * math.sin(angle))
        nodes.append(Node(report_id, x, y))
        strength = 3 if points >= 8 else 2 if points >= 4 else 1
        edges.append(Edge(middle.x, middle.y, x, y, strength, words))
    return Graph(tuple(nodes), tuple(edges))
