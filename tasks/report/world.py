"""A map without tiles: places on a graticule, over the quarter degrees where people live.

Degrees north and east; the picture's own units are those of its ``WIDTH``. The projection is cylindrical and
equidistant, true to scale along the middle latitude of what is shown.
"""

import gzip
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from tasks.records.report import Place
from tasks.report.build_inhabited import CELLS_A_DEGREE, INHABITED
from tasks.report.texts import plain

WIDTH = 960.0
HEIGHTS = (360.0, 620.0)
"""Lowest and highest picture."""
MIN_SPAN = 16.0
"""Degrees of longitude at least: nearer, the ground tells nothing."""
WORLD = (-180.0, 180.0, -57.0, 79.0)
MAX_DOTS_ACROSS = 240
"""Dots of the ground across the picture; more would be a file without more to see."""
MAX_LABELS = 24
ALWAYS_LABELLED = 8
"""The labels of so many may lie over places that are named less."""
LABEL_CHARACTERS = 26
_LETTER, _LINE = 6.6, 15.0
"""Mean width of a letter and height of a line of the labels, in the picture's units."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What of the world is shown, and how high the picture is."""

    west: float
    east: float
    south: float
    north: float
    height: float

    def x(self, longitude: float) -> float:
        return (longitude - self.west) / (self.east - self.west) * WIDTH

    def y(self, latitude: float) -> float:
        return (self.north - latitude) / (self.north - self.south) * self.height


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the graticule, with its degrees in words."""

    x1: float
    y1: float
    x2: float
    y2: float
    words: str


@dataclass(frozen=True, slots=True)
class Point:
    """A place: ``number`` in the list beside, and its label where there is room for one."""

    number: int
    place: Place
    x: float
    y: float
    radius: float
    label: str
    label_x: float
    label_y: float
    anchor: str


@dataclass(frozen=True, slots=True)
class World:
    """The picture; ``ground`` is the path of one line of dots after the other, ``dot`` apart."""

    frame: Frame
    ground: str
    dot: float
    lines: tuple[Line, ...]
    points: tuple[Point, ...]


def draw_world(places: Sequence[Place]) -> World:
    """The map of ``places``, of which the first is named most and drawn last, on top."""
    frame = fit_frame(places)
    step = _step_of_dots(frame)
    points = tuple(_place_points(places, frame))
    across = step / CELLS_A_DEGREE / (frame.east - frame.west) * WIDTH
    return World(frame, "".join(_ground(frame, step)), round(across, 3), tuple(_graticule(frame)), points[::-1])


def fit_frame(places: Sequence[Place]) -> Frame:
    """All of the places, with a margin; the world where there is none or where they lie on both its sides."""
    if not places:
        return _frame(*WORLD)
    west, east = min(p.longitude for p in places), max(p.longitude for p in places)
    south, north = min(p.latitude for p in places), max(p.latitude for p in places)
    if east - west > 150:
        return _frame(WORLD[0], WORLD[1], min(WORLD[2], south - 3), max(WORLD[3], north + 3))
    margin = max((east - west) * 0.12, (MIN_SPAN - (east - west)) / 2, 2)
    rise = max((north - south) * 0.12, 2)
    return _frame(west - margin, east + margin, max(south - rise, -90), min(north + rise, 90))


def _frame(west: float, east: float, south: float, north: float) -> Frame:
    """The frame with these, widened to a height that fits a page."""
    middle = math.radians((south + north) / 2)
    scale = max(math.cos(middle), 0.3) if east - west < 300 else 1.0
    height = (north - south) / ((east - west) * scale) * WIDTH
    if height > HEIGHTS[1]:
        grow = (north - south) / (HEIGHTS[1] / WIDTH) / scale - (east - west)
        west, east, height = west - grow / 2, east + grow / 2, HEIGHTS[1]
    elif height < HEIGHTS[0]:
        grow = (east - west) * scale * HEIGHTS[0] / WIDTH - (north - south)
        south, north, height = south - grow / 2, north + grow / 2, HEIGHTS[0]
    return Frame(west, east, south, north, round(height, 1))


def _step_of_dots(frame: Frame) -> int:
    """Cells of the grid that one dot of the ground stands for."""
    return max(1, math.ceil((frame.east - frame.west) * CELLS_A_DEGREE / MAX_DOTS_ACROSS))


@cache
def _inhabited() -> tuple[tuple[int, tuple[tuple[int, int], ...]], ...]:
    with gzip.open(INHABITED, "rt", encoding="ascii") as file:
        rows = [line.rstrip("\n").split("\t") for line in file]
    runs = [(int(row), [run.split("+") for run in columns.split(" ")]) for row, columns in rows]
    return tuple((row, tuple((int(first), int(count)) for first, count in found)) for row, found in runs)


def _ground(frame: Frame, step: int) -> Iterator[str]:
    """Runs of inhabited cells as strokes from the first dot's centre to the last's."""
    held: dict[int, set[int]] = {}
    for row, runs in _inhabited():
        if frame.south < row / CELLS_A_DEGREE - 90 < frame.north:
            cells = held.setdefault(row // step, set())
            for first, count in runs:
                cells.update(range(first // step, (first + count - 1) // step + 1))
    for row, cells in sorted(held.items()):
        y = frame.y((row + 0.5) * step / CELLS_A_DEGREE - 90)
        for cell in sorted(cells):
            if cell - 1 not in cells:
                last = cell
                while last + 1 in cells:
                    last += 1
                start, end = (frame.x((c + 0.5) * step / CELLS_A_DEGREE - 180) for c in (cell, last))
                if end >= 0 and start <= WIDTH:
                    yield f"M{start:.1f} {y:.1f}h{end - start:.1f}" if last > cell else f"M{start:.1f} {y:.1f}h0"


def _graticule(frame: Frame) -> Iterator[Line]:
    span = frame.east - frame.west
    step = next(s for s in (1, 2, 5, 10, 15, 30, 60) if span / s <= 9)
    for degrees in range(math.ceil(frame.west / step) * step, math.floor(frame.east) + 1, step):
        x = round(frame.x(degrees), 1)
        yield Line(x, 0, x, frame.height, _degrees((degrees + 180) % 360 - 180, "E", "W"))
    for degrees in range(math.ceil(frame.south / step) * step, math.floor(frame.north) + 1, step):
        y = round(frame.y(degrees), 1)
        yield Line(0, y, WIDTH, y, _degrees(degrees, "N", "S"))


def _degrees(value: int, positive: str, negative: str) -> str:
    return f"{abs(value)}°{positive if value > 0 else negative if value < 0 else ''}"


def _place_points(places: Sequence[Place], frame: Frame) -> Iterator[Point]:
    """Each place, labelled while there is room that no earlier label or point has taken."""
    most = max((p.article_count for p in places), default=1)
    spots = [(frame.x(p.longitude), frame.y(p.latitude), 4 + 13 * math.sqrt(p.article_count / most)) for p in places]
    taken: list[tuple[float, float, float, float]] = []
    for number, (place, (x, y, radius)) in enumerate(zip(places, spots, strict=True), 1):
        label = plain(place.name, LABEL_CHARACTERS)
        found = None
        if len(taken) < MAX_LABELS:
            found = next(
                (o for o in _offers(label, x, y, radius) if _is_free(o, number - 1, frame, spots, taken)), None
            )
        if found is None:
            yield Point(number, place, round(x, 1), round(y, 1), round(radius, 1), "", 0, 0, "start")
            continue
        left, top, right, bottom, anchor = found
        taken.append((left, top, right, bottom))
        at = left if anchor == "start" else right if anchor == "end" else (left + right) / 2
        yield Point(
            number, place, round(x, 1), round(y, 1), round(radius, 1), label, round(at, 1), round(bottom - 4, 1), anchor
        )


def _offers(label: str, x: float, y: float, radius: float) -> Iterator[tuple[float, float, float, float, str]]:
    """Boxes for a label, best first: left, top, right, bottom, and which end of the words is held."""
    width, half, gap = len(label) * _LETTER, _LINE / 2, radius + 3
    yield x + gap, y - half, x + gap + width, y + half, "start"
    yield x - gap - width, y - half, x - gap, y + half, "end"
    yield x - width / 2, y - gap - _LINE, x + width / 2, y - gap, "middle"
    yield x - width / 2, y + gap, x + width / 2, y + gap + _LINE, "middle"


def _is_free(
    offer: tuple[float, float, float, float, str],
    own: int,
    frame: Frame,
    spots: Sequence[tuple[float, float, float]],
    taken: Sequence[tuple[float, float, float, float]],
) -> bool:
    left, top, right, bottom, _ = offer
    if left < 2 or right > WIDTH - 2 or top < 2 or bottom > frame.height - 2:
        return False
    if any(left < box[2] and right > box[0] and top < box[3] and bottom > box[1] for box in taken):
        return False
    return not any(
        left - radius < x < right + radius and top - radius < y < bottom + radius
        for index, (x, y, radius) in enumerate(spots[:own] if own < ALWAYS_LABELLED else spots)
        if index != own
    )
