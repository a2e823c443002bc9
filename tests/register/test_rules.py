"""Symbols, standing, and the cutting of Chinese: rules of the register."""

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.register import rules
from comity.register.rules import Life, in_force, standing

DAY = date(2020, 6, 1)
days = st.none() | st.dates(date(2001, 1, 1), date(2040, 1, 1))
lives = st.builds(
    Life, days, days, days, days, days, days, st.sampled_from(["decision", "treaty", "agreement", "programme"])
)
chinese = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x4E40), min_size=1, max_size=12)
types = st.sampled_from(sorted(rules.ABBREVIATIONS))
numbers = st.sets(st.integers(1, 99_999), max_size=12)


@pytest.mark.parametrize(
    ("life", "told", "why"),
    [
        (Life(adopted_on=DAY), True, "adopted"),
        (Life(adopted_on=DAY, type="treaty"), None, "not-ratified"),
        (Life(adopted_on=DAY, in_force_on=DAY, type="treaty"), True, "entered"),
        (Life(adopted_on=DAY, in_force_on=DAY + timedelta(days=1), type="treaty"), False, "not-begun"),
        (Life(adopted_on=DAY + timedelta(days=1)), False, "not-adopted"),
        (Life(), None, "undated"),
        (Life(since=DAY, until=DAY + timedelta(days=1)), True, "period"),
        (Life(since=date(2010, 1, 1), until=DAY), False, "ended"),
        (Life(adopted_on=date(2010, 1, 1), withdrawn_on=DAY), False, "withdrawn"),
        (Life(adopted_on=date(2010, 1, 1), replaced_on=DAY), False, "replaced"),
    ],
)
def test_a_document_counts_or_does_not_for_a_reason(life, told, why):
    found = standing(life, DAY)
    assert (found.in_force, found.why) == (told, why)


@given(lives, st.dates(date(2001, 1, 1), date(2040, 1, 1)), st.integers(1, 4000))
def test_what_has_ended_does_not_come_back(life, on, later):
    if standing(life, on).why in ("ended", "withdrawn", "replaced"):
        assert in_force(life, on + timedelta(days=later)) is False


@given(lives, st.dates(date(2001, 1, 1), date(2040, 1, 1)))
def test_the_day_of_a_reason_is_on_its_side_of_the_day_asked(life, on):
    found = standing(life, on)
    if found.in_force:
        assert found.day <= on
    elif found.why in ("not-adopted", "not-begun"):
        assert found.day > on


@given(types, numbers)
def test_the_next_number_is_free_and_behind_all_others(type, taken):
    series = ("ICM", "ASSEMBLY", "2031", type)
    symbols = {rules.symbol(*series, number) for number in taken}
    free = rules.next_number(*series, symbols)
    assert rules.symbol(*series, free) not in symbols
    assert all(number < free for number in taken)
    assert (
        rules.refuse_foreign_symbol(rules.symbol(*series, free), rules.symbol(*series, 0)[:-1]) is None
        or free > 99_999
    )


@given(types, types, st.integers(1, 99_999))
def test_a_symbol_of_another_type_is_refused(type, other, number):
    prefix = rules.symbol("ICM", "EXT", "2031", type, 0)[:-1]
    refused = rules.refuse_foreign_symbol(rules.symbol("ICM", "EXT", "2031", other, number), prefix)
    assert (refused is None) == (type == other)


@given(chinese, chinese, chinese)
def test_a_word_is_found_wherever_it_stands(before, word, after):
    index = rules.segmented(before + word + after).split()
    asked = rules.searched(word).replace('"', "").split()
    assert set(asked) <= set(index)
    assert any(index[place : place + len(asked)] == asked for place in range(len(index)))


@given(chinese)
def test_what_is_indexed_is_each_character_and_each_pair(text):
    found = rules.segmented(text).split()
    assert len(found) == 2 * len(text) - 1
    assert all(piece in text and len(piece) in (1, 2) for piece in found)


@given(st.text(max_size=60))
def test_what_is_not_chinese_is_asked_for_as_it_stands(text):
    if not rules.HAN.search(text) and not re.search(rules.JOINED, text):
        assert rules.searched(text) == text


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("«Шанхайская конвенция»", '"Шанхайская конвенция"'),
        ("“Shanghai Convention”", '"Shanghai Convention"'),
        ("《上海公约》", '" 上海 海公 公约 "'),
        ("ＳＣＯ／ＣＨＳ／２０２５／ＤＥＣ．３", "SCO/CHS/2025/DEC.3"),
        ("state - member", "state member"),
        ("security -plan", "security -plan"),
        ("plan 2016–2020", 'plan "2016 2020"'),
        ('"plan 2016-2020"', '"plan 2016 2020"'),
        ("上海2016-2020", '"上海" "2016 2020"'),
    ],
)
def test_what_is_typed_or_pasted_in_any_script_means_the_same(typed, asked):
    assert rules.searched(rules.plainly(typed)) == asked


@given(st.lists(chinese | st.sampled_from(['"', "-", " or ", " moorings "]), max_size=8).map("".join))
def test_quotation_marks_stay_in_pairs(text):
    assert (rules.searched(text).count('"') - text.count('"')) % 2 == 0
