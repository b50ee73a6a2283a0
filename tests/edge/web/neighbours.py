"""Two mandates side by side: one of Lille, and one of Roubaix of which nothing may be seen from Lille."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

import pytest

from mandate_flow.domain.deminimis import Regime
from mandate_flow.domain.file import File
from mandate_flow.domain.inventory.line import Instrument
from mandate_flow.domain.people import Person
from mandate_flow.edge.clock import moment
from mandate_flow.service.act import Done
from mandate_flow.service.aid import Entered, NewAid, record_aid
from mandate_flow.service.comments import say
from mandate_flow.service.deposit import deposit
from mandate_flow.service.inventory import Entry, add_lines
from mandate_flow.service.registers import NewStructure, add_structure
from tests.edge.web.conftest import LILLE, ROUBAIX, Town
from tests.edge.web.mandated import mandated

# Words and figures that stand in Roubaix's file and nowhere else.
SECRETS = {
    "title": "Zibeline",
    "structure": "Quetzal",
    "mailbox": "quokka@",
    "document": "ocelot",
    "comment": "axolotl",
    "inventory": "tamarin",
    "aid": "91827,36",
    "aid as a machine writes it": "91827.36",
    "inventory line": "817263,54",
    "inventory line as a machine writes it": "817263.54",
}
PARAMETER = re.compile(r"{(\w+)(?::\w+)?}")


@dataclass
class Side:
    """What there is of one file: a sample for each parameter that an address may have."""

    file: File
    samples: dict[str, str] = field(default_factory=dict)


def side_of(town: Town, *, secret: bool) -> Side:
    """A signed mandate with documents, comments, aid, a line of inventory and a mail; full of secrets for Roubaix."""
    by, authority = (town.rose, ROUBAIX) if secret else (town.ahmed, LILLE)
    plain = dict.fromkeys(SECRETS, "ordinaire") | {
        "mailbox": "ordinaire@",
        "aid": "1000,00",
        "inventory line": "2000,00",
    }
    words = SECRETS if secret else plain
    email = f"{words['mailbox']}example.org"
    new = NewStructure("association", f"{words['structure']} {authority}", email=email)
    structure = add_structure(town.desk, new, moment(town.claire))
    file = mandated(town, structure.id, title=f"{words['title']} crépusculaire", authority=authority, agent=by)
    paper = f"{words['document']}.pdf", [f"%PDF-1.7 {words['document']}".encode()]
    done = deposit(town.desk, file.id, "statutes", "", *paper, moment(by))
    assert isinstance(done, Done)
    say(town.desk, file.ref, f"{words['comment']} à relire", moment(by))
    samples = beside(town, structure.id, authority, words, by)
    with town.desk.store.read() as unit:
        file = unit.files.get(file.id)
    document = next(one for one in file.documents.values() if str(one.name).startswith(words["document"]))
    samples |= {"ref": file.ref, "document_id": document.id, "comment_id": next(iter(file.comments)), "year": "2025"}
    return Side(file, samples | {"mail_id": str(town.write_to(file))})


def beside(town: Town, structure: str, authority: str, words: Mapping[str, str], by: Person) -> dict[str, str]:
    """A line of inventory and aid to the structure; samples of both, and of the structure and the commune."""
    yearly, amount = (Decimal(words[name].replace(",", ".")) for name in ("inventory line", "aid"))
    entry = Entry(f"{words['inventory']} annuel", Instrument.GRANT, yearly, date(2026, 1, 5), structure=structure)
    (line,) = add_lines(town.desk, authority, [entry], moment(by))
    new = NewAid(structure, Regime.SGEI, amount, date(2025, 3, 3), authority=authority)
    aid = record_aid(town.desk, new, moment(town.claire))
    assert isinstance(aid, Entered)
    whose = {"structure_id": structure, "owner_id": structure, "kind": "structure", "aid_id": aid.grant.id}
    return whose | {"line_id": line.id, "code": authority.removeprefix("commune-")}


# Parameters that name no file and nothing of a file; and those of which no sample is made.
NONE = "none"
ELSEWHERE = {
    "name": "sieg",
    "version": "1",
    "token": "spent",
    "step": "analyse",
    "decision": "prolonger",
    "sha256": "0" * 64,
}
ELSEWHERE |= dict.fromkeys(("batch", "rate_id", "payment_id", "link_id", "view", "territory_id", "queued"), NONE)


def address(path: str, side: Side, **more: str) -> str:
    """The address of a route about that side. Fails the test when a parameter has no sample."""
    known = ELSEWHERE | side.samples | more
    if path.startswith("/dossiers/{ref}/echeances"):
        known["code"] = next((code for code, _ in side.file.deadlines), "none")
    if path.startswith("/administration/avis"):
        known["name"] = "mandate_signed"
    if path.startswith("/administration/droit"):
        known["name"] = "cgct"
    found = PARAMETER.findall(path)
    if missing := [name for name in found if name not in known]:
        pytest.fail(
            f"{path}: give a sample of {', '.join(missing)} in tests/edge/web/neighbours.py (Side.samples or ELSEWHERE)"
        )
    return PARAMETER.sub(lambda match: known[match[1]], path)


def text_of(content: bytes, kind: str) -> str:
    """What a person can read in an answer, without any space: pages, CSV, the sheets of a workbook."""
    if "spreadsheet" in kind or content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            content = b"\n".join(book.read(name) for name in book.namelist())
    return re.sub(r"[\s\u00a0\u202f]|&nbsp;", "", content.decode("utf-8", "replace"))


def leaks(answer_text: str, ref: str = "") -> set[str]:
    """The secrets that an answer tells."""
    every = SECRETS | ({"reference": ref} if ref else {})
    return {name for name, secret in every.items() if re.sub(r"\s", "", secret).lower() in answer_text.lower()}
