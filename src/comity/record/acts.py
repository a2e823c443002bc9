"""What an act is, and the register of all kinds of them.

    class Apply(Act):
        '''A state asks to become a member (SCO Charter, art. 13).'''
        kind = "membership.apply"
        by = OfDelegation()
        state: StateCode
        refusals = {"already_member": _("%(state)s is a member already.")}
        def check(self, context): yield rules.refuse_member(...)
        def project(self, entry): yield insert(Step, state=self.state, entry=entry.seq)
        def sentence(self): return _("%(state)s applied for membership.")

One name for what a field holds, everywhere: a field `state` (or `host_state`) is shown by the name of that state,
`body` by that of the body, `basis` as a link to an entry; see `comity.record.sentences`.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Annotated, Any, ClassVar, Self

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, model_validator

from comity.record.audiences import PUBLIC
from comity.record.entries import Entry
from comity.record.projection import Insert, Write
from comity.record.refusals import Refusal
from comity.record.seats import Seat, SeatRule

Body = dict[str, Any]
Ref = Annotated[int, Field(gt=0, lt=2**53, description="The place in the record (`seq`) of an earlier entry.")]
CONTROL = re.compile(r"(?<!\\)(?:\\\\)*\\(?:[bf]|u00[01])|[\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
"""Control characters but for tabs and ends of lines, in JSON. PostgreSQL keeps no U+0000, no feed holds the others, a
terminal obeys them; and those that turn the direction of writing also turn what stands behind the text."""
KEPT = {"kept": True}
"""What validation is told of a body that stands in the record: it was looked at when it was entered."""
KINDS: dict[str, type["Act"]] = {}
"""Every kind of act, by its name."""


@dataclass
class Context:
    """What a check may look at besides the tables: who acts, when, and from which day it counts.

    dated   how exactly `on` is known: "day", "month", "year" or "unknown"
    role    what the person who acts is in the seat; empty where the program itself acts
    """

    seat: Seat
    on: date
    at: datetime
    dated: str = "day"
    role: str = ""
    findings: dict[str, Any] = field(default_factory=dict)

    def find(self, **findings: Any) -> None:
        """Keep what was worked out: it is stored with the entry, for `project` and for every reader."""
        self.findings |= findings


class Act(BaseModel):
    """Something that a secretary would minute. Subclasses register themselves under their `kind`.

    kind       the dotted name, stored for good: package and verb
    version    of the shape of its fields; `upcasts[n]` makes a body of version n into one of n + 1
    by         which seats may perform it
    roles      what a person has to be in the seat to perform it; empty: whoever acts for it
    refusals   a sentence for every code with which `check` may refuse
    decides    whether other acts may rest on it: a body has decided by it
    stops      whether it can stop an act that yields, when it was handed in before that one
    yields     whether it waits for what can stop it; see turns.py
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: ClassVar[str]
    version: ClassVar[int] = 1
    upcasts: ClassVar[Mapping[int, Callable[[Body], Body]]] = {}
    by: ClassVar[SeatRule]
    roles: ClassVar[frozenset[str]] = frozenset()
    refusals: ClassVar[Mapping[str, str | Promise]] = {}
    decides: ClassVar[bool] = False
    stops: ClassVar[bool] = False
    yields: ClassVar[bool] = False

    @model_validator(mode="after")
    def _refuse_control(self, info: ValidationInfo) -> Self:
        if info.context != KEPT and CONTROL.search(self.model_dump_json()):
            raise ValueError("Text cannot hold control characters such as U+0000 or U+202E. Leave them out.")
        return self

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        super().__pydantic_init_subclass__(**kwargs)
        if "kind" in cls.__dict__:
            if cls.kind in KINDS:
                raise TypeError(f"{cls.kind} is already the kind of {KINDS[cls.kind].__name__}.")
            KINDS[cls.kind] = cls

    def subjects(self) -> tuple[str, ...]:
        """What the act concerns, each as `sort:code`; an address of the site and a filter of the record."""
        return ()

    def readers(self) -> str:
        """The audience that may read it, and the rows that follow from it."""
        return PUBLIC

    def check(self, context: Context) -> Iterator[Refusal | None]:
        """Every rule the act would break now; what it works out it hands to `context.find`."""
        return iter(())

    def project(self, entry: Entry) -> Iterator[Write]:
        """The rows that follow from the entry: nothing else may be asked, no clock, no charter, no table."""
        return iter(())

    def sentence(self) -> str | Promise:
        """How it is minuted; the placeholders are the act's fields."""
        raise NotImplementedError(f"{self.kind} has no sentence.")

    def to_body(self) -> Body:
        return self.model_dump(mode="json", exclude_defaults=True)


COMMON_REFUSALS = {
    "reads_only": _("This token may only read. Make one that may perform acts, or act in the browser."),
    "credential_over": _("The credential for this seat is not, or no longer, in force: %(seat)s, %(role)s."),
    "not_your_role": _("This act is not for the role you have in this seat: %(role)s."),
    "restricted": _("Your credential is restricted to: %(kinds)s."),
    "not_your_day": _("What is done from this seat counts from the day on which it is done. Leave the day out."),
    "not_your_seat": _("This act is for %(seats)s; you sit as %(seat)s."),
    "key_reused": _("The key “%(key)s” belongs to entry %(seq)s, which is another act. Use a new key."),
}


def writes_of(act: Act, entry: Entry) -> Iterator[Write]:
    """The rows that follow from an entry, each for the audience of the entry if the act names no other."""
    for write in act.project(entry):
        if isinstance(write, Insert):
            yield Insert(write.model, {"audience": entry.audience, **write.values})
        else:
            yield write


def act_of(entry: Entry) -> Act:
    """The act that an entry holds, its body lifted to the present version.

    Raises KeyError for a kind that this version of Comity does not know.
    """
    act, body = KINDS[entry.kind], entry.body
    for version in range(entry.version, act.version):
        body = act.upcasts[version](body)
    return act.model_validate(body, context=KEPT)
