"""The sentences of the product and their translations: `missing`, `unmarked`, `unused`, `put PART FILE.json`.

`put` merges {"French": ["English", "Nederlands"]} into a part of the catalogues; a sentence with a plural is
"one|many": ["one|many", "een|veel"].
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.support.sentences import LANGUAGES, ROOT, Key, keys, translations, unmarked

LOCALE: Final = ROOT / "src" / "mandate_flow" / "edge" / "web" / "locale"
WIDTH: Final = 110


def missing(files: tuple[str, ...]) -> dict[str, list[str]]:
    """Keys without a translation, with the languages that lack one."""
    known = {lang: translations(lang) for lang in LANGUAGES}
    found: dict[str, list[str]] = {}
    for key, places in keys().items():
        if files and not any(place.startswith(files) for place in places):
            continue
        if lacking := [lang for lang in LANGUAGES if not all(known[lang].get(key, ("",)))]:
            found["|".join(key)] = lacking
    return found


def unused() -> Iterator[str]:
    """Translations of what the product no longer says."""
    asked = set(keys())
    for lang in LANGUAGES:
        yield from (f"{lang}: {'|'.join(key)}" for key in translations(lang) if key not in asked)


def put(part: str, path: Path) -> int:
    """Merge a file of translations into a part; sentences nobody says any more are dropped from it."""
    given: dict[str, list[str]] = json.loads(path.read_text(encoding="utf-8"))
    asked = set(keys())
    for number, lang in enumerate(LANGUAGES):
        target = LOCALE / lang / "LC_MESSAGES" / f"{part}.po"
        held: dict[Key, tuple[str, ...]] = {}
        if target.exists():
            with target.open("rb") as stream:
                held = {_key(one): _texts(one) for one in read_po(stream, locale=lang) if one.id}
        held |= {tuple(french.split("|")): tuple(told[number].split("|")) for french, told in given.items()}
        _write(target, lang, {key: texts for key, texts in held.items() if key in asked})
    return len(given)


def _write(target: Path, lang: str, held: dict[Key, tuple[str, ...]]) -> None:
    catalogue = Catalog(locale=lang, fuzzy=False, charset="utf-8", header_comment=f"# {target.stem}: {lang}")
    for key, texts in sorted(held.items()):
        catalogue.add(key if len(key) > 1 else key[0], texts if len(key) > 1 else texts[0])
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as stream:
        write_po(stream, catalogue, omit_header=True, width=WIDTH)


def _key(one: Message) -> Key:
    return (one.id,) if isinstance(one.id, str) else tuple(one.id)


def _texts(one: Message) -> tuple[str, ...]:
    return (one.string,) if isinstance(one.string, str) else tuple(one.string or ())


def main(arguments: list[str]) -> None:
    """Do what is asked and print it."""
    match arguments:
        case ["missing", *files]:
            print(json.dumps(missing(tuple(files)), ensure_ascii=False, indent=1))
        case ["unmarked", *files]:
            print("\n".join(one for one in unmarked() if not files or one.startswith(tuple(files))))
        case ["unused"]:
            print("\n".join(unused()))
        case ["put", part, path]:
            print(f"{put(part, Path(path))} sentences in {part}")
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
