"""A client for programs that ask an organisation, or act in it. It needs nothing of the rest of Comity.

from comity.client import Client, Refused

with Client("https://record.example.org", token="comity_…") as organisation:
    for state in organisation.states(status="member"):
        print(state["code"], state["since"])
    entry = organisation.act("membership.apply", {"state": "XS"}, key="note-17")
"""

from comity.client.asking import Client
from comity.client.problems import Moved, NotAdmitted, NotFound, Problem, Refused, Unreachable

__all__ = ["Client", "Moved", "NotAdmitted", "NotFound", "Problem", "Refused", "Unreachable"]
