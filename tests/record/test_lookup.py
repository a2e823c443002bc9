"""A query that Django writes once finds what Django finds when it writes it each time."""

from datetime import date

import pytest
from django.db.models import QuerySet
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comity.bodies.models import Body, Holder
from comity.membership.queries import on_day
from comity.record.lookup import forget, known, look_up
from comity.record.projection import carry_out, insert

OFFICES = ("quay", "mole", "%s", "100 %", "it's", "\\", "")
Rows = QuerySet[Holder, tuple[str, int, date]]


def holders(office: str, on: date, entry: int) -> Rows:
    found = Holder.objects.filter(on_day(on), office=office, entry__lte=entry, article="50 %")
    return found.values_list("person", "entry", "since")[:3]


offices, days = st.sampled_from(OFFICES) | st.text(st.characters(codec="utf-8", exclude_characters="\0")), st.dates()
terms = st.tuples(offices, days, st.none() | days)


@pytest.mark.django_db
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(held=st.lists(terms, max_size=5), asked=st.lists(st.tuples(offices, days, st.integers(0, 2**40)), max_size=5))
def test_it_finds_what_django_finds(
    held: list[tuple[str, date, date | None]], asked: list[tuple[str, date, int]]
) -> None:
    Holder.objects.all().delete()
    for entry, (office, since, until) in enumerate(held):
        values = {"office": office[:60], "since": since, "until": until}
        Holder.objects.create(entry=entry, person=f"Pilot {entry}", article="50 %", **values)
    look = look_up(holders)
    for office, on, entry in [*asked, *((office[:60], since, 9) for office, since, _ in held)]:
        assert look(office, on, entry) == list(holders(office, on, entry))


@pytest.mark.django_db
def test_the_query_is_written_once() -> None:
    asked = []

    @look_up
    def counted(office: str) -> QuerySet[Holder, tuple[str]]:
        asked.append(office)
        return Holder.objects.filter(office=office).values_list("person")

    assert [counted(office) for office in ("quay", "mole")] == [[], []]
    assert len(asked) == 1


@pytest.mark.django_db
def test_it_reads_json_as_django_does() -> None:
    Body.objects.create(entry=1, code="QUAY", name={"en": "Quay", "zh": "码头"}, since=date(2001, 6, 15), article="1")

    @look_up
    def named(code: str) -> QuerySet[Body, tuple[dict[str, str], date]]:
        return Body.objects.filter(code=code).values_list("name", "since")

    assert named("QUAY") == [({"en": "Quay", "zh": "码头"}, date(2001, 6, 15))]


puts_and_asks = st.lists(st.tuples(st.booleans(), st.sampled_from(OFFICES), st.dates(max_value=date(2030, 1, 1))))


@pytest.mark.django_db
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=puts_and_asks)
def test_what_is_known_is_what_stands_in_the_tables(steps: list[tuple[bool, str, date]]) -> None:
    Holder.objects.all().delete()
    look = look_up(holders)
    with known():
        for entry, (puts, office, since) in enumerate(steps):
            if puts:
                carry_out([insert(Holder, entry=entry, office=office, person="Pilot", since=since, article="50 %")])
                forget(["bodies_holder"])
            assert look(office, since, 2**40) == list(holders(office, since, 2**40))


@pytest.mark.django_db
def test_what_is_known_is_not_asked_again_and_not_kept(django_assert_num_queries) -> None:
    look = look_up(holders)
    with known(), django_assert_num_queries(2):
        for _ in range(3):
            look("quay", date(2031, 1, 1), 9)
        forget(["bodies_body", "record_entry"])
        look("quay", date(2031, 1, 1), 9)
        forget(["bodies_holder"])
        look("quay", date(2031, 1, 1), 9)
    with django_assert_num_queries(2):
        look("quay", date(2031, 1, 1), 9)
        look("quay", date(2031, 1, 1), 9)
