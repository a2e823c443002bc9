"""The seats of the tests of acting, and Anna of those of people."""

from acting.conftest import logs_in, morning, sits
from people.conftest import anna

__all__ = ["anna", "logs_in", "morning", "sits"]
