"""A life drawn as a line: whatever its length, its axis can be read."""

from datetime import date
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as some

from comity.membership.timeline import Axis


@given(some.dates(), some.dates())
def test_an_axis_has_few_labels_however_long_it_is(one, other):
    axis = Axis(min(one, other), max(one, other))
    years = [year for _place, year in axis.years()]
    assert len(years) <= 7
    assert all(axis.first <= date(year, 1, 1) <= axis.last for year in years)
    assert len({later - earlier for earlier, later in pairwise(years)}) <= 1
