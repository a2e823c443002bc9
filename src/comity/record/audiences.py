"""Who may read what. Every entry, and every row that follows from one, is for one audience:

    public            everybody
    community         members, observers and partners
    members           the member states
    body:CODE         those who sit in that body
    delegation:XX     one state's own people
    secretariat       the secretariat

PostgreSQL holds to it (`policies.py`); a page is drawn for its reader's audiences (`reading.py`). No Django.
"""

import re
from typing import Annotated

from pydantic import Field

PUBLIC, COMMUNITY, MEMBERS, SECRETARIAT = "public", "community", "members", "secretariat"
VISITOR = "visitor"
"""Whoever reads as an observer or a guest from an organisation that is not named: `guest:visitor`."""
AUDIENCE = re.compile(r"public|community|members|secretariat|body:[A-Za-z0-9-]{1,40}|delegation:[A-Z]{2}")
Audience = Annotated[str, Field(pattern=f"^({AUDIENCE.pattern})$")]
