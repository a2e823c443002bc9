"""Places, holders of offices and slogans in the reader's language; what is not known in it says in which it is."""

import pytest

from comity.bodies.models import Meeting
from comity.bodies.places import NAMES, place_name

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sco")]


def text(client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode().split("<main")[1]


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("/ru/bodies/CHS", "Тяньцзинь"),
        ("/zh-hans/bodies/CHS", "天津"),
        ("/ru/meetings", "Бишкек"),
        ("/zh-hans/meetings", "比什凯克"),
        ("/ru/documents/charter-2002", "Санкт-Петербург"),
        ("/ru/offices", "Чжан Мин"),
        ("/zh-hans/offices", "张明"),
        ("/ru/states/CN", "Чжан Дэгуан"),
        ("/zh-hans/chair", "弘扬“上海精神”：上合组织在行动"),
        ("/ru/chair", "25 лет ШОС: вместе к устойчивому миру, развитию и процветанию"),
    ],
)
def test_a_page_calls_places_and_people_in_its_own_language(client, address, told):
    answer = client.get(address, follow=True)
    assert told in answer.content.decode()


def test_no_place_of_the_sco_stays_in_english_on_a_page_in_another_language(client):
    for language in ("ru", "zh-hans"):
        assert '<span lang="en">' not in text(client, f"/{language}/bodies/CHS")


def test_a_place_that_is_not_known_says_that_it_is_in_english(client):
    Meeting.objects.filter(body="CHS", ordinal=25).update(city="Harbour Town")
    assert '<span lang="en">Harbour Town</span>' in text(client, "/ru/bodies/CHS")
    assert place_name("Harbour Town") == "Harbour Town"


def test_a_slogan_stays_in_the_language_in_which_a_source_shows_it(client):
    assert '<span lang="en">SECURE SCO</span>' in text(client, "/ru/chair")


def test_the_sentence_of_an_appointment_calls_the_person_in_the_language_of_the_page(client):
    from comity.bodies.models import Holder

    seq = Holder.objects.get(person="Zhang Ming").entry
    assert "Чжан Мин" in text(client, f"/ru/record/{seq}")
    assert "张明" in text(client, f"/zh-hans/record/{seq}")
    assert client.get(f"/record/{seq}.json").json()["entry"]["body"]["person"] == "Zhang Ming"


def test_each_place_has_a_name_in_each_language():
    assert all(russian and chinese for russian, chinese in NAMES.values())
