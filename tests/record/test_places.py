"""Names of places in the reader's language."""

from babel import Locale
from django.utils import translation

from comity.record.places import PLACES, place_html, place_name

ZONES = {
    "Almaty": "Asia/Almaty",
    "Bishkek": "Asia/Bishkek",
    "Dushanbe": "Asia/Dushanbe",
    "Moscow": "Europe/Moscow",
    "Samarkand": "Asia/Samarkand",
    "Shanghai": "Asia/Shanghai",
    "Tashkent": "Asia/Tashkent",
    "Yekaterinburg": "Asia/Yekaterinburg",
}


def test_where_cldr_knows_a_city_it_calls_it_the_same():
    for tag in ("ru", "zh"):
        cities = Locale(tag).time_zones
        for name, zone in ZONES.items():
            assert PLACES[name][tag] == cities[zone]["city"]


def test_another_place_stays_as_it_is_named_and_is_said_to_be_english():
    with translation.override("ru"):
        assert (place_name("Astana"), place_html("Astana")) == ("Астана", "Астана")
        assert (place_name("Strelsau"), place_html("<S>")) == ("Strelsau", '<span lang="en">&lt;S&gt;</span>')
