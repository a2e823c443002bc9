"""An act's form, made from the act's own fields. What is wrong with them only pydantic says, as at every door."""

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import date
from types import NoneType
from typing import Annotated, Any, Literal, get_args, get_origin

from django import forms
from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from comity.acting.choices import DEPENDENT, MOST, choices_of, kinds, people_known, recognised
from comity.acting.parsing import FORMS, Fault
from comity.charter.queries import text_in_force
from comity.charter.schema import Charter
from comity.people.models import Account
from comity.people.rules import ANY_DAY
from comity.people.sitting import Sitting
from comity.record.acts import KINDS, Act
from comity.record.clock import today
from comity.record.models import EntryRow
from comity.record.sentences import SORTS, Names, sentence, sort_of
from comity.record.text import LocalisedText
from comity.record.words import field_explained, field_name, package_of, value_name
from comity.register.words import relation_name, type_name

Choices = list[tuple[str, str]]
UNKNOWN = gettext_lazy(
    "You know nobody of this name or address. Write it as it is listed; somebody new is invited on the page "
    "My delegation."
)
TAGS = {"en": "English", "ru": "Russian", "zh": "Chinese"}
"""The languages in which a text is asked for, each by its message."""
RECENT = 50
"""So many of the latest decisions are offered as a basis."""
DAY = "on"
"""The field for the day from which an act counts, for those who may name one."""
NEW = {"register.enter_document": "document", "bodies.establish": "body", "membership.name_state": "state"}
"""By kind of act, the field that names what comes to be by it: written, and not chosen from what there is."""
OF_A_FILE = {"register.add_version": ("digest", "media_type", "size", "name")}
"""By kind of act, what only the store knows to say: a page of its own takes the file (`files.py`)."""
EXACT = {
    "day": pgettext_lazy("how exactly a date is known", "day"),
    "month": pgettext_lazy("how exactly a date is known", "month"),
    "year": pgettext_lazy("how exactly a date is known", "year"),
}
WORDS: dict[str, Callable[[str], str]] = {
    "type": type_name,
    "relation": lambda one: relation_name(one, True),
    "exact_to": lambda one: str(EXACT[one]),
}
"""How the values of a field are called, where that is asked for in forms only."""


class ActForm(forms.Form):
    """The form of a kind of act, for whoever sits there."""

    def __init__(self, act: type[Act], sitting: Sitting, data: QueryDict | None = None, **options: Any) -> None:
        super().__init__(data, **options)
        self.act, self.sitting = act, sitting
        # What is needed comes first, as far as the act has it in another order.
        asked = [one for one in act.model_fields.items() if one[0] not in OF_A_FILE.get(act.kind, ())]
        for name, info in sorted(asked, key=lambda one: not one[1].is_required()):
            for part, field in _fields(act, name, info, sitting):
                self.fields[part] = field
        if sitting.seat in ANY_DAY:
            self.fields[DAY] = _field(_("Counts from"), _day(), False)
            self.fields[DAY].help_text = _("Today, where it is left out.")
        self._offer_people()
        for name in DEPENDENT.get(act.kind, {}):
            self._offer(name)
        self._keep_present()
        for name, field in self.fields.items():
            # The fault has its place from the start: it is told there while one writes, without a new page.
            told = [f"id_{name}_helptext"] if field.help_text else []
            field.widget.attrs["aria-describedby"] = " ".join([*told, f"id_{name}_error"])

    def _offer(self, name: str) -> None:
        """The choices of a field that depends on another, by what is chosen there."""
        before, choose = DEPENDENT[self.act.kind][name]
        field, present = self.fields[name], self._present(name)
        choices = choose(self._present(before), self.sitting)
        choices += [(present, present)] if present and present not in dict(choices) else []
        many = isinstance(field.widget, forms.SelectMultiple)
        field.widget = _several(choices) if many else _select(choices, field.needed)
        field.widget.attrs |= {"required": True} if field.needed else {}

    def _keep_present(self) -> None:
        """What is filled in already can be chosen also where it is not offered, such as a meeting that is over."""
        names = Names(today())
        for name, field in self.fields.items():
            sort, present = sort_of(name), self._present(name)
            chosen = type(field.widget) in (forms.Select, forms.TextInput) and NEW.get(self.act.kind) != name
            if not present or not chosen or sort not in SORTS or sort in ("document", "decision"):
                continue
            choices = list(getattr(field.widget, "choices", ()))
            if present not in dict(choices) and (called := names.of(sort, present)) != present:
                field.widget = _select([*choices, (present, called)], field.needed)

    def _offer_people(self) -> None:
        """Accounts are chosen by name or address; the act names them by their codes."""
        self.known = people_known(self.sitting, today()) if "account" in self.fields else {}
        if "account" not in self.fields:
            return
        self.fields["account"].widget = _People(list(self.known.values()))
        self.fields["account"].widget.attrs["required"] = True
        self.fields["account"].help_text = _("The name or the e-mail address of somebody you know.")
        if one := self.known.get(self.initial.get("account", "")):
            self.initial["account"] = one.in_forms

    def _present(self, name: str) -> str:
        """What the field holds now, as it was written or as the address fills it in."""
        if not name:
            return ""
        return self._written(name) if self.is_bound else str(self.initial.get(name, ""))

    @property
    def drawn(self) -> str:
        """For which values of others the dependent choices were drawn: if these change, they are drawn anew."""
        before = [before for before, _choose in DEPENDENT.get(self.act.kind, {}).values() if before]
        return " ".join(f"{name}={self._present(name)}" for name in before)

    def dependent(self) -> list[forms.BoundField]:
        """The fields to draw anew, because what they depend on was changed since."""
        if self.data.get("drawn", "") == self.drawn:
            return []
        return [self[name] for name, (before, _choose) in DEPENDENT.get(self.act.kind, {}).items() if before]

    def values(self) -> dict[str, Any]:
        """What was written, as JSON carries it; what was left empty is left out."""
        return {name: value for name, info in self.act.model_fields.items() if (value := self._value(name, info))}

    def _value(self, name: str, info: FieldInfo) -> Any:
        if _type(info) is LocalisedText:
            texts = {tag: self._written(f"{name}.{tag}") for tag in TAGS}
            return {tag: text for tag, text in texts.items() if text}
        if get_origin(_type(info)) is tuple:
            # What there are no choices for is written into one field, with blanks between.
            return [one for sent in self.data.getlist(name) for one in sent.replace(",", " ").split()]
        written = self._written(name)
        if name == "account":
            return recognised(written, self.known)
        if _is_model(_type(info)):
            with suppress(ValueError, RecursionError):
                return json.loads(written)
        return written

    def _written(self, name: str) -> str:
        return self.data.get(name, "").strip()

    def is_written(self, place: str) -> bool:
        """Whether something was written where a fault is; a fault of no field counts as one of something written."""
        first = place.partition(".")[0]
        near = [name for name in self.fields if name.partition(".")[0] == first]
        return not near or any(self._written(name) for name in near)

    @property
    def day(self) -> str:
        return self._written(DAY) if DAY in self.fields else ""

    def blame(self, faults: Iterable[Fault]) -> None:
        """Put each fault beside its field; those of none at the top."""
        self.full_clean()
        for fault in faults:
            first = fault.field.partition(".")[0]
            near = [name for name in self.fields if name == fault.field or name.partition(".")[0] == first]
            exact = fault.field if fault.field in self.fields else near[0] if near else None
            self.add_error(exact, str(UNKNOWN) if fault.field == "account" else fault.sentence)

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """Everything that was written, to be sent once more."""
        return [(name, text) for name in self.fields for text in self.data.getlist(name) if text]


def _fields(act: type[Act], name: str, info: FieldInfo, sitting: Sitting) -> Iterator[tuple[str, forms.Field]]:
    """The fields of the form for a field of the act: of a text one for each language."""
    label = capfirst(field_name(name, package_of(act.kind)))
    if _type(info) is LocalisedText:
        least = _("In one language at least.") if info.is_required() else ""
        explained = field_explained(act, name) or least
        for place, (tag, language) in enumerate(_languages()):
            area = forms.Textarea({"rows": 2, "lang": tag})
            yield f"{name}.{tag}", _field(f"{label} ({_(language)})", area, False, "" if place else explained)
        return
    needed = info.is_required()
    widget = _widget(act, name, info, sitting)
    if needed and not isinstance(widget, forms.SelectMultiple):
        widget.attrs["required"] = True
    form = FORMS[sort_of(name)] if NEW.get(act.kind) == name else ""
    field = _field(label, widget, needed, field_explained(act, name).replace("`", "") or str(form))
    if not needed and isinstance(info.default, str | int):
        field.initial = info.default
    if _type(info) is Charter:
        field.initial = text_in_force(today())
    yield name, field


def _languages() -> list[tuple[str, str]]:
    """The languages in which a text is asked for, the reader's own first."""
    own = (get_language() or "en")[:2]
    return sorted(TAGS.items(), key=lambda one: one[0] != own)


def _field(label: str, widget: forms.Widget, needed: bool, explained: str = "") -> forms.Field:
    # Nothing is checked here, or what one door refuses another might let pass.
    field = forms.Field(label=label, widget=widget, required=False, help_text=explained)
    field.needed = needed
    return field


def _widget(act: type[Act], name: str, info: FieldInfo, sitting: Sitting) -> forms.Widget:
    found = _type(info)
    if get_origin(found) is tuple:
        return _several(kinds() if name == "only" else _each(name, sitting))
    if get_origin(found) is Literal:
        return _select([(one, _value(name, one)) for one in get_args(found) if one], info.is_required())
    if found is date:
        return _day()
    if name == "basis" or sort_of(name) == "basis":
        return _Decisions()
    if found is int:
        return forms.NumberInput({"min": 0})
    if _is_model(found):
        return forms.Textarea({"rows": 12, "spellcheck": "false", "lang": "en"})
    if choices := [] if NEW.get(act.kind) == name else choices_of(name, sitting):
        return _select(choices, info.is_required())
    longest = next((one.max_length for one in info.metadata if getattr(one, "max_length", None)), 0)
    return forms.Textarea({"rows": 4}) if longest > 300 else forms.TextInput()


def _value(name: str, value: str) -> str:
    """What one of the possible values of a field is called."""
    return WORDS[name](value) if name in WORDS else value_name(name, value) or value


def _each(name: str, sitting: Sitting) -> Choices:
    """What there is to choose from in a list of things: those of a sort, called by the word for one of them."""
    return choices_of(name.removesuffix("s"), sitting)


def _select(choices: Choices, needed: bool) -> forms.Widget:
    """A list to choose from; what is the only choice is chosen."""
    empty = [] if needed and len(choices) == 1 else [("", "–")]
    return forms.Select(choices=[*empty, *choices])


def _several(choices: Choices) -> forms.Widget:
    size = max(2, min(8, len(choices)))
    return forms.SelectMultiple({"size": size}, choices=choices) if choices else forms.TextInput()


def _day() -> forms.Widget:
    return forms.DateInput({"type": "date"})


def _type(info: FieldInfo) -> Any:
    """What a field holds, without None and without what narrows it."""
    found = info.annotation
    options = [one for one in get_args(found) if one is not NoneType]
    if NoneType in get_args(found):
        found = options[0]
    return get_args(found)[0] if get_origin(found) is Annotated else found


def _is_model(found: Any) -> bool:
    return isinstance(found, type) and issubclass(found, BaseModel)


class _Decisions(forms.NumberInput):
    """The number of an entry, with the latest decisions at hand."""

    template_name = "acting/decisions.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        deciding = [kind for kind, act in KINDS.items() if act.decides]
        rows = EntryRow.objects.filter(kind__in=deciding).order_by("-on", "-seq")[:RECENT]
        entries = [row.entry for row in rows]
        names = Names(today())
        names.expect(entries)
        told = [{"seq": entry.seq, "on": entry.on, "sentence": sentence(entry, names)} for entry in entries]
        attributes = {**(attrs or {}), "list": f"{name}-decisions", "min": 1}
        return {**super().get_context(name, value, attributes), "decisions": told}


class _People(forms.TextInput):
    """A name or an address, with those whom the actor knows at hand."""

    template_name = "acting/people.html"

    def __init__(self, people: list[Account]) -> None:
        super().__init__({"autocomplete": "off"})
        self.people = people

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        attributes = {**(attrs or {}), "list": f"{name}-people"}
        return {**super().get_context(name, value, attributes), "people": self.people[:MOST]}
