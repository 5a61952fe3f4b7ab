"""The map and the bars, drawn from numbers alone."""

import random
from datetime import date, timedelta

import pytest

from tasks.records.report import Day, Place
from tasks.report.bars import HEIGHT, MAX_BARS, draw_bars
from tasks.report.world import HEIGHTS, WIDTH, draw_world


def a_place(latitude: float, longitude: float, articles: int = 3, name: str = "Oldwick") -> Place:
    return Place(name, "NOR", latitude, longitude, articles, articles, 0, ())


@pytest.mark.parametrize(
    "places",
    [
        [(59.9, 10.7)],
        [(0.0, 0.0), (0.0, 0.0)],
        [(90.0, 180.0), (-90.0, -180.0)],
        [(71.0, 25.0), (-34.0, 18.0)],
        [(-89.9, 0.0)],
        [(89.9, 179.9)],
        [(52.5, 13.4), (48.9, 2.4), (51.5, -0.1), (41.9, 12.5)],
    ],
)
def test_every_place_lies_in_the_picture(places: list[tuple[float, float]]) -> None:
    world = draw_world([a_place(*at) for at in places])
    assert HEIGHTS[0] <= world.frame.height <= HEIGHTS[1]
    assert sorted(point.number for point in world.points) == list(range(1, len(places) + 1))
    for point in world.points:
        assert -0.1 <= point.x <= WIDTH + 0.1
        assert -0.1 <= point.y <= world.frame.height + 0.1


def test_labels_lie_over_no_other_label() -> None:
    draw = random.Random(7)
    places = [a_place(draw.uniform(35, 60), draw.uniform(-10, 30), 61 - n, f"Place number {n}") for n in range(60)]
    labelled = [point for point in draw_world(places).points if point.label]
    assert len(labelled) > 8
    boxes = []
    for point in labelled:
        width = len(point.label) * 6.6
        left = point.label_x - {"start": 0, "middle": width / 2, "end": width}[point.anchor]
        boxes.append((left, point.label_y - 11, left + width, point.label_y + 4))
    for index, (left, top, right, bottom) in enumerate(boxes):
        for other in boxes[index + 1 :]:
            assert left >= other[2] or other[0] >= right or top >= other[3] or other[1] >= bottom


def test_the_place_that_is_named_most_is_labelled_however_many_lie_around_it() -> None:
    around = [a_place(50 + n % 10 / 4, 10 + n // 10 / 4, 2, f"Quarter {n}") for n in range(200)]
    world = draw_world([a_place(51.2, 12.5, 90, "Oldwick"), *around])
    assert "Oldwick" in {point.label for point in world.points}


def test_the_place_that_is_named_most_is_largest_and_drawn_last() -> None:
    world = draw_world([a_place(50, 10, 90), a_place(51, 11, 10), a_place(52, 12, 1)])
    assert [point.number for point in world.points] == [3, 2, 1]
    assert [round(point.radius, 1) for point in world.points] == [5.4, 8.3, 17.0]


def test_the_ground_is_where_people_live_and_small() -> None:
    world = draw_world([])
    assert 10_000 < len(world.ground) < 60_000
    assert len(draw_world([a_place(-48.0, -125.0)]).ground) == 0


def test_each_day_has_its_bar_and_a_silent_day_its_gap() -> None:
    first = date(2026, 3, 1)
    drawn = draw_bars([Day(first, 2), Day(first + timedelta(days=2), 4)])
    assert drawn is not None
    assert [(bar.first.day, bar.article_count, bar.height) for bar in drawn.bars] == [
        (1, 2, HEIGHT / 2),
        (2, 0, 0),
        (3, 4, HEIGHT),
    ]
    assert (drawn.days_a_bar, drawn.most, drawn.apart_count) == (1, 4, 0)


def test_years_of_days_are_drawn_in_as_many_bars_as_there_is_room_for() -> None:
    days = [Day(date(2015, 1, 1) + timedelta(days=n), 1) for n in range(4000)]
    drawn = draw_bars(days)
    assert drawn is not None
    assert len(drawn.bars) <= MAX_BARS
    assert sum(bar.article_count for bar in drawn.bars) == 4000


def test_an_article_of_a_wrong_year_does_not_flatten_the_rest() -> None:
    days = [Day(date(1899, 12, 30), 1), *(Day(date(2026, 3, n), 10) for n in range(1, 29))]
    drawn = draw_bars(days)
    assert drawn is not None
    assert (drawn.days_a_bar, len(drawn.bars), drawn.apart_count) == (1, 28, 1)


def test_one_day_needs_no_picture() -> None:
    assert draw_bars([]) is None
    assert draw_bars([Day(date(2026, 3, 1), 9)]) is None
