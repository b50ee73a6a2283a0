"""Somebody is away: who stands in reads and sees in their place, with no right more, and the log keeps both names."""

from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy

import pytest

from mandate_flow.domain.absence import Absence
from mandate_flow.domain.command import RecordFacts
from mandate_flow.domain.errors import BadInput, Forbidden
from mandate_flow.domain.notice import Queued, Urgency
from mandate_flow.domain.people import Person, Role
from mandate_flow.edge.clock import moment, now
from mandate_flow.service.absences import candidates, declare, end
from mandate_flow.service.act import Done, act
from mandate_flow.service.assigning import assign
from mandate_flow.service.deliver import deliver
from mandate_flow.service.integrity import verify
from mandate_flow.service.registers import NewPerson, add_person, change_person, retire_person
from tests.edge.web.conftest import LILLE, Town, signed_in

ABOUT = {"who": "structure:lilas", "notice": "reminder_before"}


@pytest.fixture
def nora(town: Town) -> Person:
    """Another agent of Lille, who may stand in for Ahmed."""
    new = NewPerson("Nora Haddad", "nora@example.org", frozenset({Role.AGENT}), LILLE)
    return add_person(town.desk, new, moment(town.thomas))


def away(town: Town, who: Person, substitute: Person, days: int = 5) -> Absence:
    today = moment(who).day
    absence = Absence(substitute.id, today, today + timedelta(days=days))
    declare(town.desk, who.id, absence, moment(who))
    return absence


def person(town: Town, who: Person) -> Person:
    with town.desk.store.read() as unit:
        return unit.registers.get_person(who.id)


def test_it_is_told_in_the_person_s_own_stream_and_rows_follow_the_log(town: Town, nora: Person) -> None:
    absence = away(town, town.ahmed, nora)
    assert person(town, town.ahmed).absence == absence
    assert verify(town.desk.store).ok
    end(town.desk, town.ahmed.id, moment(town.thomas))
    assert person(town, town.ahmed).absence is None
    assert verify(town.desk.store).ok


def test_only_who_already_holds_a_role_may_stand_in(town: Town, nora: Person) -> None:
    assert [one.name for one in candidates(town.desk, town.ahmed)] == ["Nora Haddad"]
    today = moment(town.ahmed).day
    with pytest.raises(BadInput, match="Rose Dubois ne peut pas remplacer") as refused:
        declare(town.desk, town.ahmed.id, Absence(town.rose.id, today, today), moment(town.ahmed))
    assert refused.value.where == "substitute"
    with pytest.raises(Forbidden):
        declare(town.desk, town.ahmed.id, Absence(nora.id, today, today), moment(town.rose))


def test_neither_days_that_make_no_sense_nor_chains_of_substitutes(town: Town, nora: Person) -> None:
    today = moment(town.ahmed).day
    for since, until in ((today, today - timedelta(days=1)), (today - timedelta(days=9), today - timedelta(days=2))):
        with pytest.raises(BadInput):
            declare(town.desk, town.ahmed.id, Absence(nora.id, since, until), moment(town.ahmed))
    away(town, town.ahmed, nora)
    with pytest.raises(BadInput, match="Ahmed Bensalah est absent aussi"):
        declare(town.desk, nora.id, Absence(town.ahmed.id, today, today), moment(nora))
    other = add_person(
        town.desk, NewPerson("Paul Roy", "paul@example.org", frozenset({Role.AGENT}), LILLE), moment(town.thomas)
    )
    with pytest.raises(BadInput, match="remplace déjà Ahmed Bensalah"):
        declare(town.desk, nora.id, Absence(other.id, today, today), moment(nora))


def test_the_substitute_sees_what_waits_and_nothing_of_elsewhere(town: Town, nora: Person) -> None:
    assign(town.desk, [town.shared.ref], town.ahmed.id, moment(town.ahmed))
    page = signed_in(town, nora).get("/").text
    assert "Pour Ahmed Bensalah" not in page
    away(town, town.ahmed, nora)
    page = signed_in(town, nora).get("/").text
    assert "Pour Ahmed Bensalah" in page
    assert town.shared.title in page
    assert town.nursery.title not in page
    assert signed_in(town, nora).get(f"/dossiers/{town.nursery.ref}").status_code == 404


def test_what_the_substitute_does_says_for_whom(town: Town, nora: Person) -> None:
    assign(town.desk, [town.shared.ref], town.ahmed.id, moment(town.ahmed))
    away(town, town.ahmed, nora)
    command = RecordFacts({("service_description", ""): "Garde des enfants."})
    assert isinstance(act(town.desk, town.shared.id, command, moment(nora)), Done)
    history = signed_in(town, nora).get(f"/dossiers/{town.shared.ref}/historique").text
    assert "Nora Haddad (pour Ahmed Bensalah)" in history
    assert verify(town.desk.store).ok


def test_reminders_go_to_the_substitute_with_the_name_of_who_is_away(town: Town, nora: Person) -> None:
    away(town, town.ahmed, nora)
    here = moment(town.claire)
    queued = Queued(
        "test:1",
        "unreachable",
        f"person:{town.ahmed.id}",
        Urgency.NOW,
        here.day,
        {"who": f"structure:{town.lilas.id}", "notice": "reminder_before"},
    )
    with town.desk.store.write() as unit:
        unit.outbox.queue([queued], None, here.at)
    deliver(town.desk, town.desk.mailer, here.day, now(), "test")
    letters = [message_from_bytes(one.read_bytes(), policy=policy.default) for one in town.mails.rglob("*.eml")]
    to_nora = [one for one in letters if "nora@example.org" in str(one["To"])]
    assert len(to_nora) == 1
    assert "Ahmed Bensalah" in str(to_nora[0].get_body(("plain",)))
    assert not [one for one in letters if "ahmed@example.org" in str(one["To"])]


def test_who_is_away_gets_what_the_substitute_may_not_read_any_more(town: Town, nora: Person) -> None:
    roles = frozenset({Role.AGENT, Role.APPROVER})
    both = change_person(town.desk, replace(town.ahmed, roles=roles), moment(town.thomas))
    away(town, both, nora)
    assert written_to(town, both, town.nursery.id) == {"ahmed@example.org"}  # no file of Lille
    assert written_to(town, both, town.shared.id) == {"nora@example.org"}
    retire_person(town.desk, nora.id, moment(town.thomas))
    assert written_to(town, both, town.shared.id) == {"ahmed@example.org"}


def written_to(town: Town, who: Person, file_id: str) -> set[str]:
    """The addresses that a notice about that file goes to, when it is for that person."""
    here = moment(town.claire)
    asked = Queued(f"test:{now()}", "unreachable", f"person:{who.id}", Urgency.NOW, here.day, ABOUT)
    before = set(town.mails.rglob("*.eml"))
    with town.desk.store.write() as unit:
        unit.outbox.queue([asked], file_id, here.at)
    deliver(town.desk, town.desk.mailer, here.day, now(), "test")
    new = set(town.mails.rglob("*.eml")) - before
    return {message_from_bytes(one.read_bytes(), policy=policy.default)["To"].addresses[0].addr_spec for one in new}


def test_one_says_it_on_one_s_own_account(town: Town, nora: Person) -> None:
    ahmed = signed_in(town, town.ahmed)
    today = moment(town.ahmed).day
    wrong = ahmed.fill("/compte/absence", du="demain", au="", remplacant=town.rose.id)
    assert wrong.status_code == 422
    assert "Premier jour d’absence : « demain » n’est pas une date" in wrong.text
    assert "Remplacé par : Cette réponse n’est pas proposée" in wrong.text
    until = today + timedelta(days=3)
    typed = {"du": f"{today:%d/%m/%Y}", "au": f"{until:%d/%m/%Y}", "remplacant": nora.id}
    assert ahmed.fill("/compte/absence", **typed).status_code == 303
    assert "Nora Haddad" in ahmed.get("/compte/absence").text
    assert ahmed.fill("/compte/absence/fin", "/compte/absence").status_code == 303
    assert person(town, town.ahmed).absence is None


def test_an_administrator_says_it_for_somebody(town: Town, nora: Person) -> None:
    thomas, day = signed_in(town, town.thomas), moment(town.thomas).day + timedelta(days=30)
    page = f"/administration/personnes/{town.ahmed.id}/absence"
    typed = {"du": f"{day:%d/%m/%Y}", "au": f"{day:%d/%m/%Y}", "remplacant": nora.id}
    assert thomas.fill(page, **typed).status_code == 303
    assert person(town, town.ahmed).absence == Absence(nora.id, day, day)
    assert "Absentes (0)" in thomas.get("/administration/personnes").text
