"""Thousands of made-up files, the same at every run, put in by bulk: for plans and for figures."""

import random
from datetime import date, timedelta

from sqlalchemy import Connection, Table, insert

from mandate_flow.domain.fold import fold
from mandate_flow.store import tables
from tests.store.sample import AT, DAY, Row, Sample, days, file_row, word_rows

COMMUNES = 95
THEMES = ("autopartage-mobilite", "petite-enfance", "insertion", "culture", "sport", "jeunesse")
STATES = ("identification", "legal_analysis", "deliberation", "mandate", "annual_control", "evaluation", "closed")
WORDS = "animation accueil quartier centre social crèche maison jeunes vélo école théâtre musique chantier".split()
PEOPLE = ("p0", "p1", "p2", "p3", None)
OWING = ("agent", "structure", "mission", "prefect")
BODY = {"facts": [[f"fact_{n}", "", {"type": "money", "value": str(n * 1000)}] for n in range(60)]}
BATCH = 5_000


def fill(connection: Connection, files: int) -> None:
    """`files` files of 95 communes, one in seven of which has ended; six deadlines a file, five files a structure."""
    chance, sample = random.Random(1), Sample(connection)
    for number in range(COMMUNES):
        sample.commune(f"59{number:03}", f"Commune {number}")
    for person in filter(None, PEOPLE):
        sample.person(person)
    sample.territory("est", "Versant est", *(f"commune-59{number:03}" for number in range(20)))
    for number in range(_structures(files)):
        sample.structure(f"s{number}", f"Association {chance.choice(WORDS)} {number}")
    for start in range(0, files, BATCH):
        rows: dict[Table, list[Row]] = {
            tables.files: [],
            tables.file_authorities: [],
            tables.file_structures: [],
            tables.deadlines: [],
            tables.search_words: [],
        }
        for number in range(start, min(files, start + BATCH)):
            _one(rows, chance, number, _structures(files))
        for table, many in rows.items():
            connection.execute(insert(table), many)


def _structures(files: int) -> int:
    return max(10, files // 5)


def _one(rows: dict[Table, list[Row]], chance: random.Random, number: int, structures: int) -> None:
    rank, ref = chance.randrange(7), f"SIEG-2026-{number:06}"
    ended, title = rank == 6, " ".join(chance.choices(WORDS, k=4)).capitalize()
    dues = [days(chance.randrange(-20, 900)) for _ in range(6)]
    rows[tables.files].append(
        file_row(ref)
        | {
            "title": title,
            "fold": fold(f"{ref} {title}"),
            "state": STATES[rank],
            "state_rank": rank,
            "furthest_rank": min(rank, 5),
            "ended": ended,
            "theme": chance.choice(THEMES),
            "regime": "R6_DECISION",
            "yearly_cents": chance.randrange(10**8),
            "mandate_end": days(chance.randrange(-100, 3000)),
            "next_due": None if ended else min(dues),
            "changed_at": AT + timedelta(seconds=chance.randrange(10**7)),
            "assignee": chance.choice(PEOPLE),
            "body": BODY,
        }
    )
    file_id = ref.lower()
    rows[tables.search_words] += word_rows("file", file_id, ref, title)
    for place, commune in enumerate(chance.sample(range(COMMUNES), chance.choice([1, 1, 1, 2]))):
        link: Row = {"file_id": file_id, "authority_id": f"commune-59{commune:03}", "place": place}
        rows[tables.file_authorities].append(link)
    structure: Row = {"file_id": file_id, "structure_id": f"s{chance.randrange(structures)}", "place": 0}
    rows[tables.file_structures].append(structure)
    status = "met" if ended else "open"
    for place, due in enumerate(dues):
        rows[tables.deadlines].append(_deadline(file_id, f"deadline_{place}", due, status, chance.choice(OWING)))


def _deadline(file_id: str, code: str, due: date, status: str, owed_by: str) -> Row:
    return {
        "file_id": file_id,
        "code": code,
        "occurrence": "",
        "due": due,
        "status": status,
        "cadence": "report",
        "owed_by": owed_by,
        "next_reminder": due - timedelta(days=30) if due > DAY else None,
    }
