"""Who may read positions: as the charter says, or fewer."""

from django.test import Client

from comity.charter import source
from comity.charter.acts import Amend
from comity.decisions.acts import Adopt, Consent, Lift, Object, PlaceOpinion, PutForward, Remind
from comity.people.models import Account
from council import CHARTER, Council
from council.deciding import now, opened, put_forward

SAYS = """
[positions]
article = "8"
read_by = "{read_by}"
opens = "{opens}"
"""


def provides(council: Council, said: str) -> None:
    """The charter says from now on who may read positions."""
    text = CHARTER.read_text(encoding="utf-8").replace("[opinions_on_record]", said + "\n[opinions_on_record]")
    charter = source.load(text.encode(), CHARTER.name)
    council.does("secretariat", Amend(charter=charter, basis=opened_and_adopted(council)))


def opened_and_adopted(council: Council) -> int:
    decision = opened(council, competence="charter.amend")
    for state, code in (("Arcadia", "XA"), ("Borealia", "XB"), ("Ruritania", "XR")):
        council.does(state, Consent(decision=decision, state=code))
    return council.does("chair", Adopt(decision=decision)).seq


def says(read_by: str, opens: str = "on-adoption") -> str:
    return SAYS.format(read_by=read_by, opens=opens)


def puts_forward(**fields: object) -> PutForward:
    told = {"title": {"en": "Berths of the season"}, "body": "ASSEMBLY", "competence": "settle-berths"}
    return PutForward(**told | fields)


def test_votes_in_public_are_read_by_everybody_at_once(council: Council, client: Client) -> None:
    provides(council, says("public"))
    decision = opened(council)
    council.does("Arcadia", Consent(decision=decision, state="XA"))
    with council.clock():
        page = client.get(f"/decisions/{decision}").text
        charter = client.get("/charter").text
    assert "consents" in page
    assert 'href="/charter/articles/8"' in page.split("Who may read the positions")[1].partition("</dd>")[0]
    assert "Until the adoption: everybody." in charter


def test_an_act_closes_more_than_the_charter_and_opens_no_more(council: Council) -> None:
    provides(council, says("community"))
    assert now(put_forward(council)).positions_audience == "community"
    assert now(put_forward(council, positions_audience="members")).positions_audience == "members"
    refused = council.refuses("Ruritania", puts_forward(positions_audience="public"))
    assert (refused.code, refused.article) == ("positions_for_community", "8")
    assert "members, observers and partners may read the positions until the adoption" in str(refused)


def test_who_may_not_read_the_decision_reads_no_positions(council: Council) -> None:
    assert (
        now(put_forward(council, audience="community", positions_audience="public")).positions_audience == "community"
    )
    provides(council, says("public"))
    assert now(put_forward(council, audience="members")).positions_audience == "members"


def test_what_the_charter_keeps_closed_stays_so_when_it_is_adopted(
    council: Council, client: Client, anna: Account
) -> None:
    provides(council, says("members", "never"))
    assert council.refuses("Ruritania", puts_forward(opens="on-adoption")).code == "positions_stay_closed"
    assert council.refuses("Ruritania", puts_forward(positions_audience="public")).code == "positions_for_members"
    decision = opened(council)
    council.does("Arcadia", Consent(decision=decision, state="XA"))
    council.does("chair", Adopt(decision=decision))
    with council.clock():
        public = client.get(f"/decisions/{decision}").text
        client.force_login(anna)
        own = client.get(f"/decisions/{decision}").text
    assert "consents" not in public
    assert "consents" in own


def test_positions_that_stay_closed_do_not_close_the_decision_nor_the_opinions(
    council: Council, client: Client, anna: Account
) -> None:
    """What the charter keeps closed are positions: a decision of the members opens with its adoption all the same."""
    provides(council, says("members", "never"))
    decision = opened(council, audience="members")
    consent = council.does("Arcadia", Consent(decision=decision, state="XA"))
    opinion = council.does("Borealia", PlaceOpinion(decision=decision, state="XB", opinion={"en": "Two quays."}))
    objection = council.does("Ruritania", Object(decision=decision, state="XR", grounds={"en": "Too narrow."}))
    lifted = council.does("Ruritania", Lift(decision=decision, state="XR"))
    reminded = council.does("chair", Remind(decision=decision))
    with council.clock():
        assert client.get(f"/decisions/{decision}").status_code == 404
    adopted = council.does("chair", Adopt(decision=decision))
    later = council.does("Arcadia", PlaceOpinion(decision=decision, state="XA", opinion={"en": "Three."}))
    with council.clock():
        public = client.get(f"/decisions/{decision}").text
        told = client.get(f"/api/decisions/{decision}").json()
        closed = [one.seq for one in (consent, objection, lifted, reminded) if is_closed(client, one.seq)]
        read = [one.seq for one in (opinion, adopted, later) if not is_closed(client, one.seq)]
        client.force_login(anna)
        own = client.get(f"/decisions/{decision}").text
    assert (len(closed), len(read)) == (4, 3)
    assert (told["positions"], {seat["position"] for seat in told["seats"]}) == ([], {"closed"})
    assert "Two quays." in public
    assert "Three." in public
    assert "What each state said is not for everybody to read." in public
    assert "consents" not in public
    assert "Too narrow." not in public
    assert "consents" in own
    assert "Too narrow." in own


def is_closed(client: Client, seq: int) -> bool:
    return "sealed" in client.get(f"/api/entries/{seq}").json()["entry"]


def test_what_is_said_of_a_competence_counts_before_what_is_said_of_its_body(council: Council) -> None:
    of_competence = '[competence.fix-dues.positions]\narticle = "8"\nread_by = "public"\n'
    of_body = '[body.ASSEMBLY.positions]\narticle = "8"\nread_by = "community"\n'
    provides(council, says("members") + of_competence + of_body)
    assert now(put_forward(council, competence="fix-dues")).positions_audience == "public"
    assert now(put_forward(council)).positions_audience == "community"


def test_a_charter_that_is_silent_leaves_it_to_the_act(council: Council) -> None:
    entry = council.does("Ruritania", puts_forward())
    assert not {"positions_audience", "opens"} & set(entry.findings)
    assert (now(entry.seq).positions_audience, now(entry.seq).opens) == ("members", "on-adoption")
    assert now(put_forward(council, positions_audience="public")).positions_audience == "public"


def test_what_is_open_to_everybody_cannot_be_closed_again() -> None:
    text = CHARTER.read_text(encoding="utf-8") + says("public", "never")
    (problem,) = source.check(text.encode(), CHARTER.name)
    assert "What everybody reads before the adoption is open for good." in problem.sentence
