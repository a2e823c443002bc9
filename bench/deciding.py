"""How fast the engine decides, and how fast a million votes are tallied. Exit status 1 if a limit is passed.

    bench/deciding.py [--rows 1000000] [--rounds 5]

The engine, per outcome, beside `collections.Counter` counting the same positions: what it costs to look at each.
The tally as a process of its own, its start included, beside the `csv` module reading the same file to no purpose.
"""

import argparse
import csv
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path

from comity.decisions.rules import (
    BlockingMinority,
    Electorate,
    Position,
    Quorum,
    Rule,
    Test,
    changes,
    outcome,
    power,
)

LIMITS = {10: 30e-6, 193: 300e-6}
"""Seconds of one outcome, by the number of states."""
CHANGES = {27: 0.25, 60: 0.25, 193: 0.25}
"""Seconds of finding exactly what would alter an outcome, by the number of states: a page may wait so long."""
TALLY_SECONDS, TALLY_MB = 4.0, 600
STATES = 10
"""In the table of votes."""
CONSENT: Position = "consent"
SAID: tuple[Position, ...] = (*[CONSENT] * 6, "object", "abstain", "absent", "excused")
BALLOTS = 200
"""Different ones in one measurement."""

TWO_THIRDS = Rule(tests=(Test("voting", Fraction(2, 3)),), quorum=Quorum(more_than=Fraction(1, 2)))
RULES = {
    "consensus": Rule(objections_block="all"),
    "two thirds, quorum": TWO_THIRDS,
    "veto": Rule(tests=(Test("entitled", Fraction(3, 5)),), objections_block=("permanent",)),
    "double majority": Rule(
        tests=(Test("entitled", Fraction(55, 100)), Test("entitled", Fraction(65, 100), measure="people")),
        blocking_minority=BlockingMinority(4),
        quorum=Quorum(more_than=Fraction(1, 2)),
    ),
    "one of two": Rule(any_of=(Rule(objections_block="all"), TWO_THIRDS)),
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=20)
    asked = parser.parse_args()
    kept = [*engine(asked.rounds), *alterations(asked.rounds), *tally(asked.rows, min(asked.rounds, 3))]
    beyond_outcomes()
    return 0 if all(kept) else 1


def engine(rounds: int) -> Iterator[bool]:
    for states, limit in LIMITS.items():
        electorate = of(states)
        ballots = [ballot(electorate, seed) for seed in range(BALLOTS)]
        peer = seconds(lambda said: Counter(said.values()), ballots, rounds)
        for name, rule in RULES.items():
            found = seconds(lambda said, rule=rule, among=electorate: outcome(rule, among, said), ballots, rounds)
            print(
                f"outcome, {states} states, {name:<20}{found * 1e6:>8.1f} µs (limit {limit * 1e6:.0f})"
                f"{found / peer:>8.1f} times Counter",
                flush=True,
            )
            yield found <= limit


def alterations(rounds: int) -> Iterator[bool]:
    """The hardest of some ballots, beside one outcome with as many states."""
    for states, limit in CHANGES.items():
        electorate, rule = of(states), RULES["double majority"]
        said = [ballot(electorate, seed) for seed in range(10)]
        exact = all(changes(rule, electorate, one).exact for one in said)
        hardest = max(
            seconds(lambda one, rule=rule, among=electorate: changes(rule, among, one), [one], 3) for one in said
        )
        peer = seconds(lambda one, rule=rule, among=electorate: outcome(rule, among, one), said, rounds)
        print(
            f"changes, {states} states, double majority{hardest * 1000:>8.1f} ms (limit {limit * 1000:.0f})"
            f"{hardest / peer:>8.0f} times outcome, {'exact' if exact else 'NOT EXACT'}",
            flush=True,
        )
        yield hardest <= limit and exact


def of(states: int) -> Electorate:
    names = tuple(f"S{place:03}" for place in range(states))
    people = {name: 1 + place * place % 997 for place, name in enumerate(names)}
    return Electorate(names, weights={"people": people}, groups={"permanent": frozenset(names[:5])})


def ballot(electorate: Electorate, seed: int) -> dict[str, Position]:
    chance = random.Random(seed)
    return {state: chance.choice(SAID) for state in electorate.states}


def seconds(act: Callable[[dict[str, Position]], object], ballots: list[dict[str, Position]], rounds: int) -> float:
    """Of one act, by the mean over ballots: the least of all rounds, as other work only ever adds to it."""
    found = []
    for _ in range(rounds):
        began = time.perf_counter()
        for said in ballots:
            act(said)
        found.append((time.perf_counter() - began) / len(ballots))
    return min(found)


def tally(rows: int, rounds: int) -> Iterator[bool]:
    with tempfile.TemporaryDirectory(prefix="comity-bench-") as folder:
        votes, rules = Path(folder, "votes.csv"), Path(folder, "rules.toml")
        rules.write_text('[rule.majority]\ntests = [{ of = "voting", more_than = "1/2" }]\n', encoding="utf-8")
        write(votes, rows)
        peers, took, weighed = [], [], []
        for _ in range(rounds):
            peers.append(read_only(votes))
            spent, megabytes = tallied(rules, votes)
            took.append(spent)
            weighed.append(megabytes)
        spent, weight, peer = min(took), max(weighed), min(peers)
        print(
            f"tally, {rows:,} rows{spent:>20.2f} s (limit {TALLY_SECONDS:.0f}){weight:>8.0f} MB (limit {TALLY_MB})"
            f"{spent / peer:>8.1f} times csv.reader alone",
            flush=True,
        )
        yield spent <= TALLY_SECONDS
        yield weight <= TALLY_MB


def write(votes: Path, rows: int) -> None:
    chance = random.Random(1)
    with votes.open("w", encoding="utf-8") as file:
        file.write("decision,state,position\n")
        for row in range(rows):
            file.write(f"D{row // STATES},X{'ABCDEFGHIJ'[row % STATES]},{chance.choice(SAID)}\n")


def read_only(votes: Path) -> float:
    began = time.perf_counter()
    with votes.open(encoding="utf-8", newline="") as file:
        for _ in csv.reader(file):
            pass
    return time.perf_counter() - began


def tallied(rules: Path, votes: Path) -> tuple[float, float]:
    """Seconds, and megabytes at the highest, of the command as a user types it."""
    command = [str(Path(sys.executable).with_name("comity")), "tally", str(rules), str(votes), "--out", os.devnull]
    began = time.perf_counter()
    process = subprocess.Popen(command)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit("comity tally failed.")
    return time.perf_counter() - began, usage.ru_maxrss / 1024


def beyond_outcomes() -> None:
    """What pages ask for besides, once each: without a limit, to be seen."""
    council, double = of(27), RULES["double majority"]
    for what, act in (
        ("power, 27 states, double majority", lambda: power(double, council)),
        ("power, 60 states, two thirds", lambda: power(TWO_THIRDS, of(60))),
    ):
        began = time.perf_counter()
        act()
        print(f"{what:<40}{(time.perf_counter() - began) * 1000:>8.1f} ms", flush=True)


if __name__ == "__main__":
    sys.exit(main())
