"""A record is made as a rehearsal, or in earnest, once and for good; the exercise begins by an act."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from comity.folder import CannotStart
from comity.record import keys, publication
from comity.record.exercise import begun, is_played, is_rehearsal
from comity.record.models import EntryRow
from comity.record.seats import SECRETARIAT
from comity.record.sentences import Names, sentence, sentence_html
from comity.record.submission import Refused
from comity.rehearsal import opening
from comity.rehearsal.acts import Begin
from council import Council

NOTICE = {"en": "This is a rehearsal.", "ru": "Это учения.", "zh": "这是演练。"}


@pytest.fixture
def new_folder(settings: Any, tmp_path: Path, db: None) -> Path:
    settings.COMITY_DATA = tmp_path / "new"
    settings.COMITY_DATA.mkdir()
    return settings.COMITY_DATA


class TestWhatItIs:
    def test_a_new_record_becomes_what_it_is_opened_as(self, new_folder: Path) -> None:
        assert not is_rehearsal()
        opening.make_or_refuse(True)
        assert keys.origin() == keys.signer().name == "rehearsal.localhost/log"
        assert is_rehearsal()

    def test_asking_makes_no_key(self, new_folder: Path) -> None:
        assert not is_rehearsal()
        opening.make_or_refuse(False)
        assert list(new_folder.iterdir()) == []

    def test_no_option_turns_a_rehearsal_into_a_record_in_earnest(self, exercise: Council) -> None:
        opening.make_or_refuse(True)
        with pytest.raises(CannotStart, match=r"is a rehearsal .*Go on with it: comity run --rehearsal"):
            opening.make_or_refuse(False)

    def test_no_option_turns_a_record_in_earnest_into_a_rehearsal(self, council: Council) -> None:
        opening.make_or_refuse(False)
        with pytest.raises(CannotStart, match=r"in earnest .*comity run. To rehearse, choose another folder"):
            opening.make_or_refuse(True)

    def test_the_record_counts_and_not_a_key_that_was_put_beside_it(
        self, council: Council, settings: Any, tmp_path: Path
    ) -> None:
        settings.COMITY_DATA = tmp_path
        keys.make("rehearsal.localhost/log")
        with pytest.raises(CannotStart, match="in earnest"):
            opening.make_or_refuse(True)
        with pytest.raises(CannotStart, match="Put the key of this record back in its place"):
            opening.make_or_refuse(False)

    def test_a_rehearsal_that_lost_its_key_is_not_served_as_something_else(
        self, exercise: Council, settings: Any, tmp_path: Path
    ) -> None:
        settings.COMITY_DATA = tmp_path
        with pytest.raises(CannotStart, match=r"signed as rehearsal\.localhost/log"):
            opening.make_or_refuse(True)

    def test_a_record_in_earnest_has_no_rehearsals_name(self, new_folder: Path, settings: Any) -> None:
        settings.COMITY_ORIGIN = "rehearsal.example.org/log"
        with pytest.raises(CannotStart, match="Choose another name"):
            opening.make_or_refuse(False)
        opening.make_or_refuse(True)
        assert keys.origin() == "rehearsal.example.org/log"

    def test_the_name_stays_whatever_the_settings_say_later(self, exercise: Council, settings: Any) -> None:
        settings.COMITY_ORIGIN = "record.example.org/log"
        assert is_rehearsal()
        assert publication.checkpoint().startswith("rehearsal.localhost/log\n")


class TestTheBeginning:
    def test_it_stands_in_the_record_for_everybody_in_every_language(self, exercise: Council) -> None:
        row = EntryRow.objects.get(kind="rehearsal.begin")
        assert row.audience == "public"
        said = json.loads(bytes(row.content))["body"]["notice"]
        assert said["en"] == "This is a rehearsal. Nothing in it is the position of any state."
        assert set(said) == {"en", "ru", "zh"}
        assert len(set(said.values())) == 3

    def test_what_stands_before_it_is_history(self, exercise: Council) -> None:
        first = begun()
        assert first is not None
        assert not is_played(first - 1)
        assert is_played(first)
        last = EntryRow.objects.get(seq=first)
        assert sentence(last.entry, Names(exercise.day)).startswith("Rehearsal: The exercise begins.")
        assert sentence_html(last.entry, Names(exercise.day)).startswith("Rehearsal: ")
        before = EntryRow.objects.get(seq=first - 1)
        assert "Rehearsal" not in sentence(before.entry, Names(exercise.day))

    def test_home_does_not_call_it_decided(self, exercise: Council) -> None:
        text = Client().get("/").content.decode()
        assert "The exercise begins" not in text[text.index('id="lately"') : text.index('id="figures"')]

    def test_it_begins_once(self, exercise: Council) -> None:
        size = publication.size()
        opening.begin()
        assert publication.size() == size
        assert exercise.refuses("clerk", Begin(notice=NOTICE)).code == "begun_already"

    def test_in_earnest_none_begins(self, council: Council) -> None:
        assert council.refuses("clerk", Begin(notice=NOTICE)).code == "in_earnest"
        assert not is_played(1)

    def test_nobody_but_the_platform_lets_it_begin(self, exercise: Council) -> None:
        refused: Refused = exercise.refuses(SECRETARIAT, Begin(notice=NOTICE))
        assert refused.barred
