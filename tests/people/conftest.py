"""What the tests of people share; the fixtures themselves are known to all tests (`conftest.py`)."""

from council.delegates import PASSWORD, link_in_the_letter, logs_in

__all__ = ["PASSWORD", "link_in_the_letter", "logs_in"]
