"""Before an organisation is loaded, every page says what to do."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/", "/members", "/bodies", "/chair", "/offices", "/states/IN", "/members.json"])
def test_an_empty_record_says_what_to_load(client, address):
    answer = client.get(address)
    assert answer.status_code == 404
    assert "comity load" in answer.content.decode()
