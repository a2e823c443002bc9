"""A mail server that truly listens, on this machine, and what it was sent."""

import socket
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.test import override_settings

from comity import mail


class Box:
    """A mail server on this machine, and the letters that it took."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - as aiosmtpd calls it
        self.letters.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 taken"

    def says(self) -> str:
        """The last letter."""
        return self.letters[-1].get_content()


@pytest.fixture
def box() -> Iterator[Box]:
    box = Box()
    box.controller.start()
    with override_settings(**mail.settings(f"smtp://127.0.0.1:{box.port}")):
        yield box
    box.controller.stop()
