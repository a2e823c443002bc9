"""Files that a browser sends: no page takes any, but the one that says so."""

import re
from typing import Any

from django.core.exceptions import TooManyFilesSent
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest

from comity.register.store import LARGEST

TAKES_FILES = re.compile(r"(/[a-z-]+)?/documents/[^/]+/file")
"""The addresses of such pages; more may be sent there."""
FORM_AROUND = 100_000
"""Bytes of the form in which a file is sent."""


class NoFiles(FileUploadHandler):
    """Turns every file away before it is read."""

    def new_file(self, *given: Any, **named: Any) -> None:
        raise TooManyFilesSent("This page takes no files.")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None


def most(request: HttpRequest, otherwise: int) -> int:
    """So many bytes may be sent to an address."""
    return LARGEST + FORM_AROUND if TAKES_FILES.fullmatch(request.path_info) else otherwise
