"""The seats of the tests of acting."""

from acting.conftest import logs_in, sits

__all__ = ["logs_in", "sits"]
