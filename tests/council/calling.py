"""The council amends its charter: an extraordinary meeting of the Assembly takes the consent of all others."""

from comity.charter import source
from comity.charter.acts import Amend
from council import CHARTER, Council

CHAIRED = 'chaired_by = "host-of-meeting"\n'
RULES = "meets = { extraordinary = { on_initiative_of = 1, consent_of_all_others = true } }\n"


def take_consent(council: Council) -> None:
    """From today on."""
    text = CHARTER.read_text(encoding="utf-8").replace(CHAIRED, CHAIRED + RULES, 1)
    amended = source.load(text.encode(), CHARTER.name)
    council.does("secretariat", Amend(charter=amended, basis=council.decides()))
