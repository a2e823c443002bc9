"""Inviting somebody into a seat, in a browser."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comity.acting.choices import seats_to_give
from comity.people.rules import ROLES, sort_of
from comity.people.sitting import Sitting
from comity.people.words import ROLE_NAMES
from comity.record.clock import today
from comity.record.sentences import Names, localised, seat_name

ORGANISATION = r"^[a-z][a-z0-9-]{1,39}\Z"
OF_AN_ORGANISATION = {
    "observer:": gettext_lazy("observer: an organisation"),
    "guest:": gettext_lazy("guest: an organisation"),
}
"""How the seat of an organisation begins, and what it is called where the organisation is still to be named."""
SHORT = gettext_lazy("Write its short name in small letters, such as un.")


class InviteForm(forms.Form):
    """A delegation invites its experts; the secretariat invites into every seat, and is asked which."""

    email = forms.EmailField(label=gettext_lazy("E-mail address"))
    name = forms.CharField(label=gettext_lazy("Name"), max_length=120, required=False)
    language = forms.ChoiceField(label=gettext_lazy("Language of the letter"), choices=settings.LANGUAGES)
    until = forms.DateField(
        label=gettext_lazy("Until"),
        required=False,
        widget=forms.DateInput({"type": "date"}),
        help_text=gettext_lazy("The day on which the seat is theirs no longer; without one, no end is set."),
    )

    def __init__(self, sitting: Sitting, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.sitting = sitting
        if sitting.seat.state is None:
            self.fields |= _of_every_seat()

    def clean(self) -> None:
        given = self.cleaned_data
        if given.get("seat") in OF_AN_ORGANISATION and given.get("organisation") == "":
            self.add_error("organisation", SHORT)

    @property
    def seat(self) -> str:
        """That of an organisation which is not in the list is whole with its name."""
        seat = str(self.cleaned_data.get("seat") or self.sitting.seat)
        return seat + self.cleaned_data["organisation"] if seat in OF_AN_ORGANISATION else seat

    @property
    def role(self) -> str:
        return str(self.cleaned_data.get("role") or "expert")


def _of_every_seat() -> dict[str, forms.Field]:
    names = Names(today())
    seats = [(str(seat), seat_name(seat, names)) for seat in seats_to_give(names)]
    seats += [(begins, str(called)) for begins, called in OF_AN_ORGANISATION.items()]
    roles = {role: localised(ROLE_NAMES[role]) for seat, _name in seats for role in ROLES[sort_of(seat)]}
    organisation = _("Its short name, such as un: where an organisation sits that is not in the list.")
    note = _("The reference of the note by which the state named them.")
    return {
        "seat": forms.ChoiceField(label=_("Seat"), choices=seats),
        "organisation": forms.RegexField(
            ORGANISATION,
            label=_("Organisation"),
            required=False,
            help_text=organisation,
            error_messages={"invalid": SHORT},
        ),
        "role": forms.ChoiceField(label=_("Role"), choices=list(roles.items())),
        "note": forms.CharField(label=_("Note"), max_length=200, required=False, help_text=note),
    }
