"""HTML put together of plain text: what Django would make of it, sooner."""

from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy
from hypothesis import given
from hypothesis import strategies as st

from comity.record.markup import put

LINK = '<a href="{}">{}</a>'


@given(st.text(), st.one_of(st.text(), st.integers(), st.none()))
def test_it_is_what_django_makes_of_it(address: str, value: object) -> None:
    assert put(LINK, address, value) == format_html(LINK, address, value)


def test_markup_is_left_as_it_is_and_nothing_else() -> None:
    assert put(LINK, "/?a=1&b=2", mark_safe("<b>a</b>")) == '<a href="/?a=1&amp;b=2"><b>a</b></a>'
    assert put("{}", put("{}", "<")) == "&lt;"
    assert put("{}", gettext_lazy("Record")) == "Record"
