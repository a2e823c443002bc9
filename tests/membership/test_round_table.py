"""Equal seats round the table, and periods over the years."""

from datetime import date
from math import hypot, isclose

from hypothesis import given
from hypothesis import strategies as st

from comity.membership.round_table import SEAT, Seated, round_table, wrapped
from comity.membership.timeline import Axis

sizes = st.integers(0, 200)


def states(count: int) -> list[Seated]:
    return [Seated(f"S{number}", f"State {number}", "member", "member") for number in range(count)]


@given(sizes, sizes)
def test_no_seat_touches_another_nor_leaves_the_drawing(inner, outer):
    table = round_table(states(inner), states(outer))
    places = [(float(seat.x), float(seat.y)) for seat in (*table.inner, *table.outer)]
    assert len(places) == inner + outer
    for number, (x, y) in enumerate(places):
        assert hypot(x, y) + SEAT < table.size
        assert all(hypot(x - u, y - v) > 2 * SEAT for u, v in places[number + 1 :])


@given(st.integers(1, 200))
def test_all_of_a_ring_are_as_far_from_the_middle(count):
    distances = [hypot(float(seat.x), float(seat.y)) for seat in round_table(states(count), []).inner]
    assert all(isclose(distance, distances[0], abs_tol=0.2) for distance in distances)


def test_the_first_sits_at_the_top_and_the_second_to_the_right():
    first, second, *_ = round_table(states(4), []).inner
    assert (float(first.x), float(first.y) < 0) == (0, True)
    assert float(second.x) > 0


@given(st.text())
def test_a_wrapped_name_loses_no_word(name):
    assert " ".join(wrapped(name)).split() == name.split()


@given(st.dates(date(1990, 1, 1), date(2040, 1, 1)), st.dates(date(1990, 1, 1), date(2040, 1, 1)))
def test_a_bar_stays_on_the_axis_and_is_seen(since, until):
    bar = Axis(date(2001, 6, 15), date(2026, 11, 22)).bar(since, max(since, until), "term", "")
    assert 0 <= float(bar.x[:-1]) <= 100
    assert float(bar.width[:-1]) > 0


@given(st.integers(1900, 2000), st.integers(0, 300))
def test_an_axis_has_few_years_on_it(first, length):
    years = list(Axis(date(first, 6, 15), date(first + length, 6, 15)).years())
    assert len(years) <= 8
