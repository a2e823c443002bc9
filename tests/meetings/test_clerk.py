"""What the clerk does by the clock."""

from comity.meetings import clerk as meetings
from comity.meetings.acts import Convene, Nominate, ObjectToParticipant
from comity.meetings.models import Nomination
from comity.notices import clerk


def test_it_settles_who_takes_part_once_the_days_to_object_are_over(council):
    session = str(council.does("secretariat", Convene(body="ASSEMBLY", first="2031-04-01", last="2031-04-01")).seq)
    for organisation in ("league", "guild"):
        council.does("chair", Nominate(session=session, organisation=organisation, until="2031-02-20"))
    late = Nominate(session=session, organisation="fund", until="2031-03-20")
    guild = str(Nomination.objects.get(seat="guest:guild").entry)
    council.does("chair", late)
    council.does("Arcadia", ObjectToParticipant(state="XA", nomination=guild))
    with council.on("2031-02-20").clock():
        assert meetings.settled() == []
    with council.on("2031-02-21").clock():
        (entry,) = clerk.act()
        assert (entry.kind, entry.seat) == ("meetings.agree_participants", "clerk")
        assert meetings.settled() == []
    phases = dict(Nomination.objects.values_list("seat", "phase"))
    assert phases == {"guest:league": "agreed", "guest:guild": "not-agreed", "guest:fund": "nominated"}
