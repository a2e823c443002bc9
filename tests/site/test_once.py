"""What a template draws once (`{% once %}`), and words that are looked up once a language."""

from django.template import Context, engines
from django.utils.translation import override


def template(text):
    return engines["django"].from_string("{% load i18n comity %}" + text).template


def test_it_is_drawn_once_for_each_value():
    drawn = template("{% once day %}{{ day }} {{ other }}{% endonce %}")
    told = [drawn.render(Context({"day": day, "other": other})) for day, other in ((1, "<a>"), (1, "b"), (2, "b"))]
    assert told == ["1 &lt;a&gt;", "1 &lt;a&gt;", "2 b"]


def test_it_is_drawn_once_for_each_language():
    drawn = template('{% once %}{% translate "Show" %}{% endonce %}')
    with override("ru"):
        russian = drawn.render(Context())
    with override("en"):
        assert drawn.render(Context()) == "Show" != russian


def test_it_does_not_grow_without_end():
    drawn = template("{% once day %}{{ day }}{% endonce %}")
    (once,) = [node for node in drawn.nodelist if hasattr(node, "drawn")]
    assert [drawn.render(Context({"day": day})) for day in range(200)] == [str(day) for day in range(200)]
    assert len(once.drawn) <= once.MOST


def test_words_that_are_not_fixed_are_looked_up_each_time():
    drawn = template("{% translate word %}{% translate 'Show' as shown %}{{ shown }}")
    with override("en"):
        assert [drawn.render(Context({"word": word})) for word in ("Compare", "<b>")] == [
            "CompareShow",
            "&lt;b&gt;Show",
        ]
