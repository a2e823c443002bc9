"""The translations of the interface: catalogues in `locale`, compiled where they are needed.

Only the catalogues (`.po`) are kept under version control. Babel compiles them; no gettext programs are needed.
"""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALE = Path(__file__).parent / "locale"


def catalogues(locale: Path = LOCALE) -> list[Path]:
    """The catalogue of each language into which the interface is translated."""
    return sorted(locale.glob("*/LC_MESSAGES/django.po"))


def compile_outdated(locale: Path = LOCALE) -> None:
    """Compile every catalogue that has changed since it was last compiled."""
    for file in catalogues(locale):
        compiled = file.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < file.stat().st_mtime:
            _compile(file, compiled)


def _compile(file: Path, compiled: Path) -> None:
    with file.open("rb") as source:
        catalogue = read_po(source, locale=file.parent.parent.name)
    # Beside it first, so that whoever reads meanwhile finds the whole file or none.
    draft = compiled.with_suffix(".draft")
    with draft.open("wb") as target:
        write_mo(target, catalogue)
    draft.replace(compiled)


if __name__ == "__main__":
    compile_outdated()
