"""`/live?since=SEQ` for whoever asks now and then: what was entered since, as JSON, as their seat may read it."""

from django.core.exceptions import BadRequest
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _

from comity.live import readers, rules
from comity.record.exercise import notices
from comity.record.models import EntryRow
from comity.record.publication import size


def changes(request: HttpRequest) -> JsonResponse:
    """The entries behind `since`, a portion at a time; `next` is what to ask for then.

    Without `since`, where to begin. `next` before `since` says that an exercise was taken back. Raises BadRequest.
    """
    asked = dict(request.GET.lists())
    try:
        about, since = rules.about_of(asked), rules.since_of("", asked)
    except ValueError:
        raise BadRequest(_("`since` is the number of an entry, `about` a subject such as body:chs.")) from None
    found = list(readers.entries(about, since)) if since is not None else []
    last = found[-1].seq if found else min(since, size()) if since is not None else _last()
    answer = {"entries": [rules.as_data(one) for one in found], "next": last, "more": len(found) == readers.PORTION}
    return JsonResponse(answer | notices(), headers={"Cache-Control": "no-cache"})


def _last() -> int:
    """The last entry that whoever asks may read."""
    return EntryRow.objects.order_by("-seq").values_list("seq", flat=True).first() or 0
