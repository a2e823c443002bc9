"""A text of a document at its permanent address: its file, to be saved and never to be run, or its wording."""

import base64
from hashlib import sha256

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _

from comity.register import addresses, store
from comity.register.models import Document, Version

POLICY = "default-src 'none'; sandbox"
"""Whatever a browser makes of the content, it runs nothing and loads nothing."""


def file(request: HttpRequest, address: str) -> HttpResponseBase:
    """Raises Http404."""
    version = _found(f"/{address}")
    return _kept(version) if version.digest else _worded(version)


def _kept(version: Version) -> FileResponse:
    try:
        content = store.path_of(version.digest).open("rb")
    except OSError as error:
        raise Http404(
            _("The file of this text is not in the store, though the record has its SHA-256: %(digest)s.")
            % {"digest": version.digest}
        ) from error
    headers = _headers(version, bytes.fromhex(version.digest))
    return FileResponse(
        content, as_attachment=True, filename=version.name, content_type=_type(version), headers=headers
    )


def _worded(version: Version) -> HttpResponse:
    """The wording of a version without a file: plain text, for whoever opens the address."""
    content = version.wording.encode()
    headers = _headers(version, sha256(content).digest())
    return HttpResponse(content, content_type="text/plain; charset=utf-8", headers=headers)


def _headers(version: Version, digest: bytes) -> dict[str, str]:
    """The digest is of what is sent, so nobody may compress it on the way (RFC 9530, sec. 3)."""
    return {
        "Cache-Control": "no-cache, no-transform",
        "Content-Language": version.language,
        "Content-Security-Policy": POLICY,
        "X-Content-Type-Options": "nosniff",
        "ETag": f'"{digest.hex()}"',
        "Repr-Digest": f"sha-256=:{base64.b64encode(digest).decode()}:",
    }


def _type(version: Version) -> str:
    return f"{version.media_type}; charset=utf-8" if version.media_type == "text/plain" else version.media_type


def _found(address: str) -> Version:
    asked = addresses.parsed(address)
    code = asked and Document.objects.filter(address=asked.work).values_list("code", flat=True).first()
    if asked and code:
        for version in Version.objects.filter(document=code, number=asked.number).defer("search", "words_zh"):
            if addresses.file_of(asked.work, version) == address:
                return version
    raise Http404(
        _("There is no file at the address %(address)s. The page of the document lists its files.")
        % {"address": address[:160]}
    )
