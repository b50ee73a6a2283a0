"""The same form, sent twice at the same instant, opens one file on every database."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from mandate_flow.domain.people import Role
from mandate_flow.domain.register import Authority
from mandate_flow.service.integrity import verify
from mandate_flow.service.opening import Opening, open_file
from mandate_flow.service.registers import add_authority
from tests.service.desks import by, desk_on

LILLE = Authority("commune-59350", "commune", "Lille", "59350")
TWICE = Opening("sieg", "Vélos", "sport", (LILLE.id,), id="00000000000000a1")


def test_two_sendings_at_once_open_one_file(database: str, tmp_path: Path) -> None:
    with desk_on(database, tmp_path) as desk:
        add_authority(desk, LILLE, by())
        with ThreadPoolExecutor(2) as pool:
            opened = list(pool.map(lambda _: open_file(desk, TWICE, by(Role.MISSION)), range(4)))
        assert {(file.id, file.ref) for file in opened} == {(TWICE.id, "SIEG-2026-0001")}
        assert verify(desk.store).ok
