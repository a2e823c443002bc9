"""What can happen to a document: it is entered, gets texts and relations, is corrected, withdrawn, released."""

from comity.register.acts.correcting import CorrectDocument, ReleaseDocument, WithdrawDocument
from comity.register.acts.entering import EnterDocument
from comity.register.acts.relations import Relate
from comity.register.acts.texts import AddVersion

__all__ = [
    "AddVersion",
    "CorrectDocument",
    "EnterDocument",
    "Relate",
    "ReleaseDocument",
    "WithdrawDocument",
]
