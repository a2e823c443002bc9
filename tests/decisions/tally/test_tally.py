"""Many votes at once: what is counted, what is told, and that nothing depends on how the table came."""

import csv
import gzip
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pyarrow
import pytest
from click.testing import CliRunner
from pyarrow import parquet

from comity.decisions.keeping import figure
from comity.decisions.rules import Electorate, Rule, Test, outcome
from comity.decisions.tally.cli import tally_command

GALLERY = Path(__file__).parents[3] / "organisations"
MAJORITY = '[rule.majority]\ntests = [{ of = "voting", more_than = "1/2" }]\n'
CONSENSUS = '[rule.consensus]\nobjections_block = "all"\n'
STATES = "[state.XA]\n[state.XB]\n[state.XC]\nentitled = [{ from = 2010-01-01, until = 2020-01-01 }]\n"

Tallied = Callable[..., SimpleNamespace]


@pytest.fixture
def tallied(tmp_path: Path) -> Tallied:
    """What `comity tally` says of rules and votes: the lines by decision, what it tells, its exit status."""

    def tally(rules: str | Path, votes: str | bytes | Path, *options: str) -> SimpleNamespace:
        book, table = rules, votes
        if isinstance(rules, str):
            book = tmp_path / "rules.toml"
            book.write_text(rules, encoding="utf-8")
        if not isinstance(votes, Path):
            table = tmp_path / "votes.csv"
            table.write_bytes(votes.encode() if isinstance(votes, str) else votes)
        out = tmp_path / "out.csv"
        done = CliRunner().invoke(tally_command, [str(book), str(table), "--out", str(out), *options])
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        written = out.read_text(encoding="utf-8") if out.exists() else ""
        lines = {line["decision"]: line for line in csv.DictReader(written.splitlines())}
        told = [sentence.partition(f"{table}, ")[2] or sentence for sentence in done.stderr.splitlines()]
        return SimpleNamespace(lines=lines, written=written, told=told, status=done.exit_code)

    return tally


def results(found: SimpleNamespace) -> dict[str, str]:
    return {decision: line["outcome"] for decision, line in found.lines.items()}


def test_decisions_come_out_in_the_order_in_which_they_first_appear(tallied):
    votes = "decision,state,position\nZ,XA,yes\nA,XA,no\nZ,XB,no\nM,XA,yes\nA,XB,no\nZ,XC,yes\n"
    found = tallied(MAJORITY, votes)
    assert results(found) == {"Z": "adopted", "A": "rejected", "M": "adopted"}
    assert list(found.lines) == ["Z", "A", "M"]
    assert found.lines["Z"] == {
        "decision": "Z",
        "outcome": "adopted",
        "consent": "2",
        "object": "1",
        "abstain": "0",
        "absent": "0",
        "because": "2 of 3 voting in favour, 2 needed",
    }
    assert (found.told, found.status) == ([], 0)


def test_yes_no_and_a_dash(tallied):
    votes = "decision,state,position\nA,XA,Yes\nA,XB, - \nB,XA,no\nB,XB,-\nC,XA,yes\nC,XB,yes\nC,XC,-\n"
    found = tallied(MAJORITY, votes)
    assert results(found) == {"A": "open", "B": "rejected", "C": "adopted"}
    assert found.lines["A"]["because"] == "1 of 1 voting in favour, 2 needed, 1 without a record"
    assert results(tallied(MAJORITY, votes, "--closed")) == {"A": "adopted", "B": "rejected", "C": "adopted"}


def test_the_excused_are_counted_with_the_absent(tallied):
    found = tallied(CONSENSUS, "decision,state,position\nA,XA,consent\nA,XB,excused\nA,XC,absent\nA,XD,abstain\n")
    assert [found.lines["A"][name] for name in ("outcome", "consent", "abstain", "absent")] == [
        "adopted",
        "1",
        "1",
        "2",
    ]


def test_rows_that_make_no_sense_are_told_and_the_rest_is_counted(tallied):
    votes = (
        "decision,state,position,date\n"
        "A,XA,yes,2015-05-05\n"
        "A,XB,perhaps,2015-05-05\n"
        "A,XB,no,2015-05-05\n"
        "A,XB,yes,2015-05-05\n"
        "A,XX,yes,2015-05-05\n"
        "A,XC,yes,2015-05-05,more\n"
        "\n"
        "B,XC,yes,2009-12-31\n"
        "B,XA,yes,yesterday\n"
        ",XA,yes,2015-05-05\n"
        "B,XA,yes,2020-01-01\n"
        "B,XC,yes,2019-12-31\n"
        "C,XC,yes,2019-12-31\n"
    )
    found = tallied(CONSENSUS + STATES, votes)
    assert found.told == [
        "line 3: 'perhaps' is no position. Write one of consent, object, abstain, absent, excused, yes, no, -.",
        "line 5: XB is on record for A already.",
        "line 6: XX is none of the states of the rules.",
        "line 7: It has 5 fields, and the first row 4.",
        "line 9: XC was not entitled on 2009-12-31.",
        "line 10: 'yesterday' is no date. Write it as 2001-06-15.",
        "line 11: It names no decision.",
        "line 13: XC was not entitled on 2020-01-01.",
        "Rows that make no sense and are not counted: 8.",
    ]
    assert found.status == 1
    assert results(found) == {"A": "rejected", "B": "open", "C": "open"}
    assert found.lines["A"]["because"] == "blocked by XB"
    assert found.lines["B"]["because"] == "no record of XB"
    assert found.lines["C"]["because"] == "no record of XA XB"


def test_of_very_many_such_rows_twenty_are_told(tallied):
    found = tallied(CONSENSUS, "decision,state,position\nA,XA,yes\n" + "A,XA,yes\n" * 1234)
    assert len(found.told) == 22
    assert found.told[-2:] == ["… and 1,214 more.", "Rows that make no sense and are not counted: 1,234."]
    assert results(found) == {"A": "adopted"}


def test_a_decision_has_one_rule(tallied):
    rules = MAJORITY + CONSENSUS
    votes = (
        "rule,decision,state,position\n"
        "consensus,A,XA,yes\n,A,XB,no\nmajority,A,XC,yes\n"
        "majority,B,XA,yes\n,B,XB,yes\nmajority,B,XC,no\n"
        ",C,XA,yes\nunheard-of,D,XA,yes\n"
    )
    found = tallied(rules, votes)
    assert results(found) == {"A": "rejected", "B": "adopted"}
    assert found.told[:3] == [
        "line 4: A is decided by the rule consensus above, not by majority.",
        "line 8: It names no rule. Name one with --rule, or in a column `rule`.",
        "line 9: There is no rule unheard-of. Name one of majority, consensus.",
    ]
    assert results(tallied(rules, votes, "--rule", "majority"))["C"] == "adopted"


def test_who_is_set_aside_has_no_say(tallied):
    rules = '[rule.minus]\nobjections_block = "all"\nset_aside = "state-concerned"\n'
    votes = "decision,state,position,set_aside\nA,XA,yes,XC\nA,XC,no,\nB,XA,yes,\nB,XC,no,\n"
    assert results(tallied(rules, votes)) == {"A": "adopted", "B": "rejected"}


def test_weights_count_from_their_day(tallied):
    rules = (
        '[rule.w]\ntests = [{ measure = "shares", at_least = "6/10" }]\n[weight.shares]\n'
        'scale = [{ until = 2020-01-01, shares = { XA = "60", XB = "40" } }, '
        '{ from = 2020-01-01, shares = { XA = "55.5", XB = "44.5" } }]\n'
    )
    votes = "decision,state,position,date\nA,XA,yes,2019-12-31\nA,XB,no,\nB,XA,yes,2020-01-01\nB,XB,no,\n"
    found = tallied(rules, votes)
    assert results(found) == {"A": "adopted", "B": "rejected"}
    assert found.lines["B"]["because"] == "shares: 55.5 of 100 entitled in favour, 60 needed"


def test_a_whole_charter_will_do(tallied):
    votes = "decision,state,position\n" + "".join(f"A,X{letter},yes\n" for letter in "ABCDEFGHI") + "A,CN,no\n"
    found = tallied(GALLERY / "unsc" / "charter.toml", votes, "--rule", "substantive")
    assert found.lines["A"]["because"] == "blocked by CN"
    assert results(tallied(GALLERY / "unsc" / "charter.toml", votes, "--rule", "procedural")) == {"A": "adopted"}


def test_packed_or_in_columns_it_is_the_same_table(tallied, tmp_path):
    votes = "decision,state,position\nA,XA,yes\nA,XB,perhaps\nA,XB,yes\nB,XA,no\n"
    plain = tallied(MAJORITY, votes)
    assert plain.told[0].startswith("line 3: ")
    packed = tallied(MAJORITY, gzip.compress(votes.encode()))
    rows = [line.split(",") for line in votes.splitlines()]
    columns = {name: list(values) for name, *values in zip(*rows, strict=True)}
    parquet.write_table(pyarrow.table(columns), tmp_path / "votes.parquet")
    in_columns = tallied(MAJORITY, tmp_path / "votes.parquet")
    for other in (packed, in_columns):
        assert (other.written, other.told, other.status) == (plain.written, plain.told, 1)


@pytest.mark.parametrize("separator", [";", "\t"])
def test_a_table_of_a_spreadsheet_is_the_same_table(tallied, separator):
    """Many write semicolons, a mark in front, lines that end in two characters; and a space where it is not seen."""
    votes = "decision,state,position,date\nA,XA,yes,2015-05-05\nA,XB,no,\nA,XA,no,\n"
    plain = tallied(CONSENSUS + STATES, votes)
    exported = votes.replace(",", separator).replace("\n", "\r\n").replace("XB", " XB ").replace("no", "No ")
    spread = tallied(CONSENSUS + STATES, b"\xef\xbb\xbf" + exported.encode())
    assert (spread.written, spread.told) == (plain.written, plain.told)
    assert plain.told[0] == "line 4: XA is on record for A already."


def test_a_state_is_the_same_with_a_space_beside_it(tallied):
    found = tallied(CONSENSUS, "decision,state,position\nA,XA,yes\nA , XA,no\n")
    assert found.told[0] == "line 3: XA is on record for A already."
    assert results(found) == {"A": "adopted"}


def test_what_an_open_quotation_mark_swallows_is_told_in_few_words(tallied):
    found = tallied(CONSENSUS, 'decision,state,position\nA,XA,yes\nA,XB,"no\n' + "A,XC,no\n" * 999)
    assert found.told[0].endswith("A quotation mark in it may not be closed.")
    assert len(found.told[0]) < 220
    broken = tallied(CONSENSUS, 'decision,state,position\nA,XA,yes\n"A,XB,no\nA,XC,no\n')
    assert broken.told[0] == "line 4: It has 1 field, and the first row 3. A quotation mark in it may not be closed."


def test_who_is_set_aside_is_one_of_the_states_in_any_order(tallied):
    rules = CONSENSUS + '[rule.minus]\nobjections_block = "all"\nset_aside = "parties-to-dispute"\n' + STATES
    votes = "decision,state,position,set_aside\nA,XA,no,XB XA\nA,XB,no,XA XB\nB,XA,yes,XZ\n"
    found = tallied(rules, votes, "--rule", "minus", "--on", "2015-05-05")
    assert found.told[0] == "line 4: XZ, which is set aside, is none of the states of the rules."
    assert len(found.told) == 2


def test_a_place_where_nothing_can_be_written_is_told(tallied, tmp_path):
    place = tmp_path / "nowhere" / "out.csv"
    found = tallied(CONSENSUS, "decision,state,position\nA,XA,yes\n", "--out", str(place))
    assert found.status == 2
    assert found.told == [
        f"Error: {place} cannot be written: No such file or directory. Choose another place by --out."
    ]


def test_dates_of_parquet_are_dates(tallied, tmp_path):
    from datetime import date

    columns = {"decision": ["A"], "state": ["XC"], "position": ["yes"], "date": [date(2009, 1, 1)]}
    parquet.write_table(pyarrow.table(columns), tmp_path / "votes.parquet")
    found = tallied(CONSENSUS + STATES, tmp_path / "votes.parquet")
    assert found.told[0] == "line 2: XC was not entitled on 2009-01-01."


@pytest.mark.parametrize(
    ("rules", "votes", "said"),
    [
        ("[rule.a]\n", "decision,state,position\n", "By this rule everything would be decided at once."),
        ("not toml", "decision,state,position\n", "cannot be read"),
        ('[rule.a]\ntests = [{ measure = "people", at_least = 2 }]\n', "", "There is no `[weight.people]`."),
        ('[rule.a]\nany_of = ["a"]\n', "", "The rule `a` is made of itself."),
        ("[group.g]\nstates = ['XA']\n", "", "It lacks `rule`."),
        (CONSENSUS, "decision,position\nA,yes\n", "The first row has no column `state`."),
        (CONSENSUS, "", "The table is empty. Begin the table with the row decision,state,position."),
        (CONSENSUS, "Resolution,Country,Vote\n", "It reads: resolution, country, vote. Begin the table with"),
        (CONSENSUS, "decision,state,position\nA,XA,maybe\n", "Rows that make no sense and are not counted: 1."),
        (CONSENSUS + MAJORITY, "decision,state,position\nA,XA,yes\n", "several rules: consensus, majority."),
        (CONSENSUS, gzip.compress(b"decision,state,position\nA,XA,yes\n" * 9999)[:-300], "cannot be read"),
        (CONSENSUS, b"PAR1 and then nothing", "cannot be read"),
    ],
)
def test_where_nothing_can_be_counted(tallied, rules, votes, said):
    found = tallied(rules, votes)
    assert found.status == 2
    assert said in " ".join(found.told)


@pytest.fixture
def limit() -> Iterator[int]:
    """Characters that a field of CSV may have, where no other library has raised it for the whole process."""
    before = csv.field_size_limit(131_072)
    yield 131_072
    csv.field_size_limit(before)


def test_a_line_that_is_no_csv_does_not_end_the_table(tallied, limit):
    long = "x" * (limit + 1)
    found = tallied(CONSENSUS, f"decision,state,position\nA,XA,yes\n{long},XB,no\nA,XC,yes\n")
    assert found.told[0].startswith("line 3: This is no row of CSV")
    assert found.lines["A"]["consent"] == "2"


def test_each_decision_is_decided_as_the_engine_would_alone(tallied):
    """Many ballots share their outcome; here all 125 ways in which three states can vote, twice."""
    ways = ["consent", "object", "abstain", "absent", "-"]
    ballots = [(one, two, three) for _ in range(2) for one in ways for two in ways for three in ways]
    rows = [
        f"D{place},X{letter},{said}"
        for place, ballot in enumerate(ballots)
        for letter, said in zip("ABC", ballot, strict=True)
    ]
    found = tallied(
        '[rule.r]\ntests = [{ of = "entitled", at_least = 2 }]\nobjections_block = ["XB"]\n',
        "\n".join(["decision,state,position", *rows]),
    )
    rule = Rule(tests=(Test(at_least=2),), objections_block=("XB",))
    for place, ballot in enumerate(ballots):
        positions = {f"X{letter}": said for letter, said in zip("ABC", ballot, strict=True) if said != "-"}
        alone = outcome(rule, Electorate(("XA", "XB", "XC")), positions)
        assert found.lines[f"D{place}"]["outcome"] == alone.result


def test_figures_are_written_as_people_write_them():
    from fractions import Fraction

    assert [figure(value) for value in (7, Fraction(202, 100), Fraction(3), Fraction(1, 3), Fraction(65))] == [
        "7",
        "2.02",
        "3",
        "1/3",
        "65",
    ]
