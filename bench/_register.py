"""A large register for the benches, made up: titles in three languages whose words are as frequent as real words are.

The n-th word of a language is used in proportion to 1/(n + 2.7) (Zipf, Mandelbrot), so that some searches find a
quarter of the register and others nothing. It is grown as the record keeps it and projected by `rebuild`, which is
what `comity rebuild` does; only the judging, entry by entry, is left out. What stands in files is kept as if
it had been read out of them.
"""

import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from hashlib import sha256
from itertools import accumulate
from typing import Any

from _serving import ROOT

FIRST, DAYS = date(2001, 6, 15), 9_000
WORDS = 20_000
BODIES = {"CHS": "Council of Heads of State", "CHG": "Council of Heads of Government", "CFM": "Council of Ministers"}
FILED_WORDS = 1_500
"""Of a file: as long as a declaration of four pages."""
AREAS = ("security", "economic", "humanitarian", "transport", "environment", "digital", "energy")
LATIN = [first + second for first in "bdfglmnprstvkz" for second in "aeiou"]
CYRILLIC = [first + second for first in "бдфглмнпрствкз" for second in "аеиоу"]


class Language:
    """Words, the frequent ones first."""

    def __init__(self, words: list[str], between: str) -> None:
        self.words, self.between = words, between
        self.weights = list(accumulate(1 / (place + 2.7) for place in range(1, len(words) + 1)))

    def text(self, chance: random.Random, count: int) -> str:
        return self.between.join(chance.choices(self.words, cum_weights=self.weights, k=count))


def languages() -> dict[str, Language]:
    chance = random.Random(1)

    def of_syllables(syllables: list[str], ending: str) -> list[str]:
        found = ("".join(chance.choices(syllables, k=chance.choice((2, 3, 3, 4)))) + ending for _ in range(3 * WORDS))
        return list(dict.fromkeys(found))[:WORDS]

    def of_characters() -> list[str]:
        characters = [chr(0x4E00 + place) for place in range(2_500)]
        pairs = ("".join(chance.choices(characters, k=2)) for _ in range(2 * WORDS))
        return list(dict.fromkeys(pairs))[:WORDS]

    latin = of_syllables(LATIN, "n")
    cyrillic = of_syllables(CYRILLIC, "н")
    return {"en": Language(latin, " "), "ru": Language(cyrillic, " "), "zh": Language(of_characters(), "")}


def searches(count: int) -> list[str]:
    """What readers might ask: one to three words of one language, the frequent ones frequently."""
    chance, known = random.Random(2), languages()
    return [known[chance.choice(("en", "ru", "zh"))].text(chance, chance.choice((1, 1, 2, 3))) for _ in range(count)]


def fill(documents: int, filed: int = 0) -> None:
    """The organisation, and so many documents, in the empty record of this instance.

    filed   one document of so many has a file; 0 for none
    """
    from django.db import connections

    from comity.record.replay import rebuild
    from comity.register.filetexts import keep
    from record.growing import grow

    owner = connections["owner"]
    owner.ensure_connection()
    grow(owner.connection, history(documents, filed))  # the application may not copy into tables that have readers
    rebuild()
    chance, known = random.Random(4), languages()
    for number in range(0, documents if filed else 0, filed or 1):
        keep(digest(number), known[("en", "ru", "zh")[number // filed % 3]].text(chance, FILED_WORDS), "")
    with connections["owner"].cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")  # as the server would do by itself a minute later


def history(documents: int, filed: int = 0) -> Iterator[Any]:
    from comity.bodies.acts import Establish
    from comity.charter import source
    from comity.charter.acts import Enact
    from comity.register.acts import AddVersion
    from record.growing import Done

    charter = source.load((ROOT / "organisations/sco/charter.toml").read_bytes(), "charter.toml")
    yield Done(Enact(charter=charter), on=FIRST)
    for code, name in BODIES.items():
        yield Done(Establish(body=code, name={"en": name}, sort="council"), on=FIRST, findings={"article": "4"})
    chance, known = random.Random(3), languages()
    for number in range(documents):
        made = document(number, chance, lambda tag: known[tag].text(chance, chance.randint(5, 12)))
        yield made
        if filed and number % filed == 0:
            act = AddVersion(document=made.act.document, number=1, language="en", digest=digest(number), size=1)
            yield Done(act, on=made.on)


def digest(number: int) -> str:
    """Of a file that is not there: its text is made up as well."""
    return sha256(str(number).encode()).hexdigest()


def document(number: int, chance: random.Random, title: Callable[[str], str]) -> Any:
    from comity.register import rules
    from comity.register.acts import EnterDocument
    from record.growing import Done

    on = FIRST + timedelta(days=number * 7919 % DAYS)
    body, type = chance.choice(list(BODIES)), chance.choice(list(rules.ABBREVIATIONS))
    act = EnterDocument(
        document=f"document-{number}",
        title={tag: title(tag) for tag in ("en", "ru", "zh")},
        type=type,
        body=body,
        area=chance.choice(AREAS),
        until=on + timedelta(days=3_650) if number % 3 == 0 else None,
    )
    symbol = rules.symbol("SCO", body, str(on.year), type, number + 1)
    day = on.isoformat()
    address = f"/akn/aa-sco/act/{type}/{body.lower()}/{day}/{rules.ABBREVIATIONS[type].lower()}-{number + 1}"
    return Done(act, on=on, findings={"charter": 1, "symbol": symbol, "address": address})
