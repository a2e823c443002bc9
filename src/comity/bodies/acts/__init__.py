"""What can happen to bodies, the chair and offices."""

from comity.bodies.acts.chair import HandOverChair, TakeChair
from comity.bodies.acts.meetings import AnnounceMeeting, Meet
from comity.bodies.acts.offices import Appoint, EndOffice
from comity.bodies.acts.organs import Dissolve, Establish

__all__ = [
    "AnnounceMeeting",
    "Appoint",
    "Dissolve",
    "EndOffice",
    "Establish",
    "HandOverChair",
    "Meet",
    "TakeChair",
]
