"""A history is loaded whole or not at all, and says of each line what is wrong with it."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from comity import history
from comity.charter.source import CharterError
from comity.record.entries import Entry
from comity.record.models import EntryRow
from comity.record.publication import size
from council import CHARTER
from record.rebuilding import assert_rebuild_changes_nothing

pytestmark = pytest.mark.django_db

MEETING = """
[[entry]]
id = "assembly-1"
kind = "bodies.meet"
seat = "secretariat"
on = 2030-04-01
source = "minutes"
[entry.fields]
body = "ASSEMBLY"
first = 2030-04-01
"""
ADMISSION = """
[[entry]]
id = "admit-xs"
kind = "membership.admit"
seat = "secretariat"
on = 2030-05-01
source = "minutes"
dated = "month"
[entry.fields]
state = "XS"
basis = "@assembly-1"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An organisation with a charter and an empty history."""
    (tmp_path / "history").mkdir()
    shutil.copy(CHARTER, tmp_path / "charter.toml")
    return tmp_path


def write(folder: Path, *entries: str) -> Path:
    (folder / "history" / "1.toml").write_text("".join(entries), encoding="utf-8")
    return folder


def test_what_the_charter_would_not_have_allowed_is_kept_and_reported(folder):
    report = history.load(write(folder, MEETING, ADMISSION))
    meeting, admission = report.entries[1:]
    assert report.broken == [meeting]
    assert [reason["code"] for reason in meeting.irregular] == ["no_such_body"]
    assert report.open == [admission]
    assert [reason["values"]["step"] for reason in admission.irregular] == ["membership.apply"]
    assert report.inexact == [admission]
    assert_rebuild_changes_nothing()


def test_the_order_of_days_counts_and_not_the_order_in_the_file(folder):
    report = history.load(write(folder, ADMISSION, MEETING))
    assert [entry.kind for entry in report.entries] == ["charter.enact", "bodies.meet", "membership.admit"]


def test_a_second_load_changes_nothing_and_says_so(folder):
    history.load(write(folder, MEETING))
    with pytest.raises(history.BadHistory, match="already holds 2 entries"):
        history.load(folder)
    assert size() == 2


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (MEETING.replace("bodies.meet", "bodies.dance"), r"line 2: there is no kind of act “bodies.dance”"),
        (MEETING.replace("2030-04-01", "2030-02-30"), r"1.toml is not TOML"),
        (MEETING.replace("on = 2030-04-01", 'on = "soon"'), r"line 2: `on`"),
        (MEETING + MEETING, r"line 12: the id “assembly-1” stands at .*line 2 too"),
        (ADMISSION, r"“@assembly-1” names no earlier entry"),
        (MEETING.replace('"ASSEMBLY"', "7"), r"line 2: `body`"),
        (MEETING.replace('"secretariat"', '"secretary"'), r"“secretary” is no seat"),
        (MEETING.replace("[entry.fields]", "[entry.fields]\ncolour = 'red'"), r"`colour`"),
        ("members = 6\n", r"a list of \[\[entry\]\] tables"),
        ("[[[", r"is not TOML"),
    ],
)
def test_a_bad_line_is_named_and_nothing_is_loaded(folder, text, message):
    with pytest.raises(history.BadHistory, match=message):
        history.load(write(folder, text))
    assert not EntryRow.objects.exists()


def test_bytes_that_are_no_text_are_refused(folder):
    (folder / "history" / "1.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(history.BadHistory, match="is not TOML"):
        history.load(folder)


def test_without_a_charter_nothing_is_loaded(folder):
    (folder / "charter.toml").write_text("days = 0")
    with pytest.raises(CharterError):
        history.load(folder)
    (folder / "charter.toml").unlink()
    with pytest.raises(history.BadHistory, match="cannot be read"):
        history.load(folder)


CONVERTER = Path(__file__).parents[1] / "tools" / "history_from_csv.py"
HEADS = {
    "states": "iso2,name_en,name_ru,name_zh,full_name_en,region,source",
    "bodies": "code,name_en,name_ru,name_zh,kind,parent,charter_article,meets,seat,established_on,note,source",
    "summits": "body,ordinal,year,start_date,end_date,city,country_iso2,chair_iso2,format,note,source",
    "statuses": "iso2,status,decided_on,decided_at,effective_from,effective_until,note,source",
    "chairmanships": "iso2,from,to,slogan,events_planned,note,source",
    "officers": "office,person,iso2,from,to,note,source",
    "documents": "id,title_en,type,adopted_or_signed_on,place,body,in_force_on,period_from,period_to,area,depositary,"
    "legal_basis,note,source",
}


def convert(folder: Path, **rows: str) -> subprocess.CompletedProcess[str]:
    for name, head in HEADS.items():
        (folder / f"{name}.csv").write_text(f"{head}\n{rows.get(name, '')}", encoding="utf-8")
    command = [sys.executable, CONVERTER, folder, folder / "history"]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def test_the_converter_writes_what_the_loader_reads(tmp_path):
    done = convert(tmp_path, states="XS,Sylvania,Сильвания,西尔瓦尼亚,Republic of Sylvania,,atlas\n")
    assert done.returncode == 0, done.stderr
    lines = list(history.read_lines(tmp_path / "history"))
    assert [line.fields["name"]["ru"] for line in lines] == ["Сильвания"]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ({"states": "XS,Sylvania\n"}, "states.csv, row 2: it has not as many fields as line 1"),
        ({"chairmanships": "XS,2030-13-01,,,,,x\n"}, "“2030-13-01” is no date"),
        ({"officers": "clerk,Ann,XS,soon,,,x\n"}, "“soon” is no date. Write YYYY, YYYY-MM or YYYY-MM-DD"),
    ],
)
def test_the_converter_names_the_row_of_a_malformed_csv_and_writes_nothing(tmp_path, rows, message):
    done = convert(tmp_path, **rows)
    assert done.returncode == 1
    assert message in done.stderr
    assert not list((tmp_path / "history").glob("*.toml"))


def test_an_unknown_way_of_knowing_a_day_is_refused_before_it_is_kept_for_good(folder):
    with pytest.raises(history.BadHistory, match="“wibble” does not tell how a day is known"):
        history.load(write(folder, ADMISSION.replace('"month"', '"wibble"').replace('basis = "@assembly-1"', "")))
    assert not EntryRow.objects.exists()


RENDERED = ADMISSION.replace('basis = "@assembly-1"', "").replace(
    'dated = "month"\n', 'rendered = ["zh"]\nseen = { ru = "https://harbour.example/ru" }\n'
)


def test_an_entry_tells_where_its_wording_was_seen_and_where_it_is_rendered(folder):
    entry = history.load(write(folder, RENDERED)).entries[-1]
    assert (entry.rendered, entry.provenance.seen) == (("zh",), {"ru": "https://harbour.example/ru"})
    assert Entry.from_bytes(entry.to_bytes()) == entry
    assert b"rendered" not in history.report().entries[0].to_bytes()


def test_no_wording_is_seen_and_rendered_at_once(folder):
    with pytest.raises(history.BadHistory, match="The wording in “zh” was seen in a source, so it is no rendering"):
        history.load(write(folder, RENDERED.replace("ru =", "zh =")))


def test_the_report_can_be_asked_for_again(folder):
    loaded = history.load(write(folder, MEETING, ADMISSION))
    again = history.report()
    assert [entry.seq for entry in again.broken] == [entry.seq for entry in loaded.broken]
    assert [entry.seq for entry in again.open] == [entry.seq for entry in loaded.open]


def test_a_step_is_called_by_the_name_that_the_charter_gives_it(folder):
    from comity.record.sentences import Names, irregularities

    admission = history.load(write(folder, MEETING, ADMISSION)).open[0]
    assert "Application" in irregularities(admission, Names(admission.on))[0]


# What happens today

ROPES = """
[[entry]]
id = "ropes"
kind = "register.enter_document"
seat = "secretariat"
on = 2031-03-01
fields = { document = "ropes", type = "regulation", body = "ASSEMBLY", title = { en = "Rules on Ropes" } }
"""
WITHDRAWN = """
[[entry]]
id = "away"
kind = "register.withdraw_document"
seat = "secretariat"
on = 2031-03-02
fields = { document = "ropes", grounds = { en = "It was entered twice." } }
"""


def told(tmp_path: Path, *entries: str) -> Path:
    file = tmp_path / "today.toml"
    file.write_text("".join(entries), encoding="utf-8")
    return file


def test_the_acts_of_a_file_are_submitted_in_its_order(council, tmp_path):
    entries = history.submit_file(told(tmp_path, ROPES, WITHDRAWN))
    assert [entry.kind for entry in entries] == ["register.enter_document", "register.withdraw_document"]
    assert [entry.provenance for entry in entries] == [None, None]


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        (ROPES, "line 9: The register has a document “Rules on Ropes” already. Nothing was entered."),
        (WITHDRAWN.replace('"secretariat"', '"delegation:XR"'), "This act is for"),
        (WITHDRAWN.replace('"ropes"', '"knots"'), "The register has no document “knots”. Enter it first."),
        (WITHDRAWN.replace("2031-03-02", "2031-02-30"), "is not TOML"),
        (WITHDRAWN.replace("2031-03-02", '"soon"'), "`on`: Input should be a valid date"),
        (WITHDRAWN.replace("fields", 'source = "me"\nfields'), "`source`: Extra inputs are not permitted"),
        (WITHDRAWN.replace("grounds", "until = 2031-02-01, grounds"), "`until`: Extra inputs are not permitted"),
        (WITHDRAWN.replace("withdraw_document", "burn"), "there is no kind of act “register.burn”"),
        (WITHDRAWN.replace('"secretariat"', '"cook"'), "cook"),
    ],
)
def test_of_a_file_with_one_act_that_cannot_be_nothing_is_entered(council, tmp_path, entry, says):
    before = size()
    with pytest.raises(history.BadHistory) as refused:
        history.submit_file(told(tmp_path, ROPES, entry))
    assert says in str(refused.value)
    assert size() == before
