"""How the words for programs in the tables of bodies read."""

from django.utils.translation import pgettext_lazy

PHASES = {
    "operating": pgettext_lazy("phase of a body", "operating"),
    "decided": pgettext_lazy("phase of a body", "decided, not yet at work"),
    "proposed": pgettext_lazy("phase of a body", "proposed"),
}
