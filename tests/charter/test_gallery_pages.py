"""The charter's page of any organisation: votes and vetoes, elected members, no articles at all."""

from datetime import date
from pathlib import Path

import pytest

from comity.charter import rules, source
from comity.charter.acts import Enact
from comity.charter.queries import in_force
from comity.charter.telling import rule_words
from comity.charter.words import governing
from comity.record.seats import CLERK
from comity.record.submission import submit

pytestmark = pytest.mark.django_db

ORGANISATIONS = sorted((Path(__file__).parents[2] / "organisations").glob("*/charter.toml"))


@pytest.mark.parametrize("file", ORGANISATIONS, ids=lambda file: file.parent.name)
@pytest.mark.parametrize("language", ["", "ru/", "zh-hans/"])
def test_any_charter_has_its_page(client, file, language):
    submit(Enact(charter=source.load(file.read_bytes(), file.name)), CLERK)
    charter, _entry = in_force(date.today())
    page = client.get(f"/{language}charter").content.decode()
    assert all(rule_words(charter, rule) for rule in charter.rules.values())
    assert all(f'id="rule-{name}"' in page for name in charter.rules)
    assert all(named for found in rules.article_refs(charter).values() for _, named in governing(charter, found))
