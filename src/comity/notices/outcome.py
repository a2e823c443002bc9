"""How an attempt to send can end, besides well."""


class TryAgain(Exception):
    """It did not work now, and may work later."""


class GivenUp(Exception):
    """It will never work."""


class Gone(GivenUp):
    """Nobody listens at that address any more (HTTP 410)."""


class NothingToTell(Exception):
    """What was to be told is not there any more, or not for this reader."""
