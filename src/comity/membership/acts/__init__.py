"""What can happen to a state: how it is named, comes in, and goes."""

from comity.membership.acts.coming import Admit, AgreeInPrinciple, Apply, Found, GrantStatus, SignMemorandum
from comity.membership.acts.leaving import EndStatus, Expel, NotifyWithdrawal, Reinstate, Suspend, Withdraw
from comity.membership.acts.states import NameState

__all__ = [
    "Admit",
    "AgreeInPrinciple",
    "Apply",
    "EndStatus",
    "Expel",
    "Found",
    "GrantStatus",
    "NameState",
    "NotifyWithdrawal",
    "Reinstate",
    "SignMemorandum",
    "Suspend",
    "Withdraw",
]
