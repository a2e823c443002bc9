"""The command `comity`, with a sign of life twice a second: so that a test need not wait for a minute."""

from typing import Any

from comity import run
from comity.cli import main

serve = run.serve


def hurried(*asked: Any, **also: Any) -> None:
    # Only now: the module needs the settings, which the command has set by now. The workers are forks.
    from comity.live import streams

    streams.EVERY = 0.5
    serve(*asked, **also)


run.serve = hurried

if __name__ == "__main__":
    main()
