"""What happens in meetings, before and after them, and in the chair's plan."""

from comity.meetings.acts.agenda import AddItem, AdoptAgenda, AmendItem, CallItem, Gavel
from comity.meetings.acts.convening import Convene
from comity.meetings.acts.floor import AskFloor, GiveFloor, LimitSpeaking, YieldFloor
from comity.meetings.acts.minutes import ApproveRecord, CirculateRecord, CorrectRecord
from comity.meetings.acts.moving import CallOff, Postpone
from comity.meetings.acts.participants import AgreeParticipants, Nominate, ObjectToParticipant
from comity.meetings.acts.plan import ChangeEvent, DropEvent, PlanEvent
from comity.meetings.acts.presiding import CloseMeeting, OpenMeeting, ResumeMeeting, Roll, SuspendMeeting
from comity.meetings.acts.proposed import AnswerProposal, NoteConsent
from comity.meetings.acts.reviewing import AddReview

__all__ = [
    "AddItem",
    "AddReview",
    "AdoptAgenda",
    "AgreeParticipants",
    "AmendItem",
    "AnswerProposal",
    "ApproveRecord",
    "AskFloor",
    "CallItem",
    "CallOff",
    "ChangeEvent",
    "CirculateRecord",
    "CloseMeeting",
    "Convene",
    "CorrectRecord",
    "DropEvent",
    "Gavel",
    "GiveFloor",
    "LimitSpeaking",
    "Nominate",
    "NoteConsent",
    "ObjectToParticipant",
    "OpenMeeting",
    "PlanEvent",
    "Postpone",
    "ResumeMeeting",
    "Roll",
    "SuspendMeeting",
    "YieldFloor",
]
