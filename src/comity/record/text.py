"""Wording in one or several languages, as acts, charters and labels carry it. No Django."""

from collections.abc import Iterator, Mapping
from typing import Annotated

from pydantic import ConfigDict, RootModel, StringConstraints

LanguageTag = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]
"""A language by its BCP 47 tag: `en`, `ru`, `zh`, `zh-hans`."""

Wording = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]


class LocalisedText(RootModel[dict[LanguageTag, Wording]]):
    """The same wording in one or more languages, `{"en": "India", "ru": "Индия", "zh": "印度"}`."""

    model_config = ConfigDict(frozen=True)

    def __getitem__(self, language: str) -> str:
        return wording(self.root, language)

    def __iter__(self) -> Iterator[str]:  # type: ignore[override]
        """The language tags present."""
        return iter(self.root)

    def __hash__(self) -> int:
        return hash(tuple(sorted(self.root.items())))


def wording(text: Mapping[str, str], language: str) -> str:
    """The wording in `language`, else in its base language, else in English, else in the first one given."""
    for tag in (language, language.split("-")[0], "en"):
        if tag in text:
            return text[tag]
    return next(iter(text.values()), "")
