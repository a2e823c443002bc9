"""Tags for what is the same on many pages, and is drawn once.

Django takes some 20 µs for a variable, a translation or an address, and a page's frame alone has a hundred of them.
"""

from collections.abc import Hashable

from django.template import Context
from django.template.base import FilterExpression, Node, NodeList, Parser, Token
from django.template.defaulttags import url as django_url
from django.templatetags.i18n import TranslateNode, do_translate
from django.utils.safestring import SafeString
from django.utils.translation import get_language


class Once(Node):
    """What depends on nothing but the language and some values: drawn once for each of them, and kept."""

    MOST = 64
    """A reader may ask for any day. Beyond that all are drawn anew."""

    def __init__(self, nodelist: NodeList, values: list[FilterExpression]) -> None:
        self.nodelist, self.values = nodelist, values
        self.drawn: dict[Hashable, SafeString] = {}

    def render(self, context: Context) -> SafeString:
        key = (get_language(), *(value.resolve(context, ignore_failures=True) for value in self.values))
        found = self.drawn.get(key)
        if found is None:
            if len(self.drawn) >= self.MOST:
                self.drawn = {}
            found = self.drawn[key] = self.nodelist.render(context)
        return found


def once(parser: Parser, token: Token) -> Once:
    """`{% once here organisation %}…{% endonce %}`: what stands within depends on these values alone."""
    values = [parser.compile_filter(value) for value in token.split_contents()[1:]]
    nodelist = parser.parse(("endonce",))
    parser.delete_first_token()
    return Once(nodelist, values)


def translate(parser: Parser, token: Token) -> Node:
    """Django's own tag; fixed words are looked up once a language."""
    node: TranslateNode = do_translate(parser, token)
    named = node.message_context
    is_fixed = _is_fixed(node.filter_expression) and not (named and named.is_var)
    return Once(NodeList([node]), []) if is_fixed and node.asvar is None else node


def url(parser: Parser, token: Token) -> Node:
    """Django's own tag; an address in which nothing varies is found once a language."""
    node = django_url(parser, token)
    is_fixed = all(map(_is_fixed, (node.view_name, *node.args, *node.kwargs.values())))
    return Once(NodeList([node]), []) if is_fixed and node.asvar is None else node


def _is_fixed(value: FilterExpression) -> bool:
    return not value.filters and (isinstance(value.var, str) or value.var.lookups is None)
