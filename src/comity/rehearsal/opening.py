"""A record is made as a rehearsal, or in earnest. That is decided once, by the name of its log, and never again."""

import hashlib
import secrets
from pathlib import Path

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from comity.folder import CannotStart
from comity.record import keys, publication
from comity.record.exercise import PREFIX, begun, in_every_language, is_rehearsal
from comity.record.seats import CLERK
from comity.record.submission import submit
from comity.record.text import LocalisedText
from comity.rehearsal.acts import Begin
from comity.rehearsal.models import Course

URLS = "comity.urls_of_rehearsal"


def made_as() -> str:
    """The name under which the record was made; empty if nothing was made yet."""
    note = publication.checkpoint()
    if note:
        return note.partition("\n")[0]
    return keys.origin() if (Path(settings.COMITY_DATA) / keys.FILE).exists() else ""


def make_or_refuse(rehearsal: bool) -> None:
    """See that the record is what `comity run` was asked to open; one that is not there yet is made so.

    Raises CannotStart.
    """
    name, folder = made_as(), settings.COMITY_DATA
    if name.startswith(PREFIX) and not rehearsal:
        raise CannotStart(
            f"The record in {folder} is a rehearsal ({name}), and cannot become a record in earnest. Nothing was "
            "changed. Go on with it: comity run --rehearsal. For a record in earnest, set COMITY_DATA to another "
            "folder."
        )
    if name and rehearsal and not name.startswith(PREFIX):
        raise CannotStart(
            f"The record in {folder} is kept in earnest ({name}), and cannot become a rehearsal. Nothing was "
            "changed. Go on with it: .venv/bin/comity run. To rehearse, choose another folder: "
            "make run COMITY_DATA=rehearsal"
        )
    if name and name.startswith(PREFIX) != keys.origin().startswith(PREFIX):
        raise CannotStart(
            f"The record was signed as {name}, and the key in {folder} is that of {keys.origin()}. Nothing was "
            f"changed. Put the key of this record back in its place, {folder / keys.FILE}."
        )
    if not name and rehearsal:
        keys.make(PREFIX + settings.COMITY_ORIGIN.removeprefix(PREFIX))
    elif not name and settings.COMITY_ORIGIN.startswith(PREFIX):
        raise CannotStart(
            f"COMITY_ORIGIN is {settings.COMITY_ORIGIN}, and names that begin with “{PREFIX}” are those of "
            "rehearsals. Choose another name, or start with comity run --rehearsal."
        )


def begin() -> None:
    """Let the exercise begin, if it has not."""
    if begun() is None:
        submit(Begin(notice=LocalisedText(in_every_language())), CLERK)


def refuse_in_earnest() -> None:
    """Raises CannotStart where the record is no rehearsal."""
    if not is_rehearsal():
        raise CannotStart(
            f"The record in {settings.COMITY_DATA} is no rehearsal ({keys.origin()}), so nothing of the kind is done "
            "with it. A rehearsal is made by: comity run --rehearsal, with COMITY_DATA set to a new folder."
        )


def new_organisers_link() -> str:
    """The path of a link that makes whoever opens it first the organiser. An earlier one is void then."""
    secret = secrets.token_urlsafe(18)
    Course.objects.update(link=digest(secret))
    with override(settings.LANGUAGE_CODE):
        return reverse("rehearsal_organiser_link", args=[secret], urlconf=URLS)


def digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
