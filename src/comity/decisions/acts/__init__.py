"""What can happen to a decision: it is put forward, states say what they think of it, it is adopted or not."""

from comity.decisions.acts.adopting import Adopt, Adopted
from comity.decisions.acts.leading import CloseWithoutOutcome, Corrigendum, Open, Remind, Reopen
from comity.decisions.acts.positions import Abstain, Consent, Lift, NotTakingPart, Object, PlaceOpinion
from comity.decisions.acts.proposing import NewVersion, PutForward, Withdraw
from comity.decisions.acts.timed import ExtendSilence, Lapse, OpenSilence, OpenWritten

__all__ = [
    "Abstain",
    "Adopt",
    "Adopted",
    "CloseWithoutOutcome",
    "Consent",
    "Corrigendum",
    "ExtendSilence",
    "Lapse",
    "Lift",
    "NewVersion",
    "NotTakingPart",
    "Object",
    "Open",
    "OpenSilence",
    "OpenWritten",
    "PlaceOpinion",
    "PutForward",
    "Remind",
    "Reopen",
    "Withdraw",
]
