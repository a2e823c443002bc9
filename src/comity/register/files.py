"""A file of a document, at the permanent address of its text: to be saved, never to be run."""

import base64

from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from comity.register import addresses, store
from comity.register.models import Document, Version

POLICY = "default-src 'none'; sandbox"
"""Whatever a browser makes of the content, it runs nothing and loads nothing."""


def file(request: HttpRequest, address: str) -> HttpResponseBase:
    """Raises Http404."""
    version = _found(f"/{address}")
    try:
        content = store.path_of(version.digest).open("rb")
    except OSError as error:
        raise Http404(
            _("The file of this text is not in the store, though the record has its SHA-256: %(digest)s.")
            % {"digest": version.digest}
        ) from error
    digest = base64.b64encode(bytes.fromhex(version.digest)).decode()
    headers = {
        "Content-Security-Policy": POLICY,
        "X-Content-Type-Options": "nosniff",
        "ETag": f'"{version.digest}"',
        "Repr-Digest": f"sha-256=:{digest}:",
    }
    return FileResponse(
        content, as_attachment=True, filename=version.name, content_type=_type(version), headers=headers
    )


def _type(version: Version) -> str:
    return f"{version.media_type}; charset=utf-8" if version.media_type == "text/plain" else version.media_type


def _found(address: str) -> Version:
    asked = addresses.parsed(address)
    code = asked and Document.objects.filter(address=asked.work).values_list("code", flat=True).first()
    if asked and code:
        for version in Version.objects.filter(document=code, number=asked.number).exclude(digest=""):
            if addresses.file_of(asked.work, version) == address:
                return version
    raise Http404(
        _("There is no file at the address %(address)s. The page of the document lists its files.")
        % {"address": address[:160]}
    )
