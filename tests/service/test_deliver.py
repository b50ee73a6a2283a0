import socket
from collections.abc import Callable
from datetime import date, timedelta
from email import message_from_bytes, policy
from typing import Any

import pytest

from mandate_flow.domain.event import Action, Stream, StreamKind
from mandate_flow.domain.people import Role
from mandate_flow.mail.outcome import Retry
from mandate_flow.mail.smtp import Security, SmtpMailer
from mandate_flow.service.deliver import BACKOFF, Delivered
from tests.support.office import DAY, SENDER, Office, at
from tests.support.recording import Recording
from tests.support.smtp import SmtpServer

DUE = date(2026, 12, 31)
WEEK_BEFORE = DUE - timedelta(days=7)


def test_journey_of_a_report(office: Office) -> None:
    """One mail ahead of each day, lateness told to structure, agent and mission, and silence once it is handed in."""
    file = office.file(report_on=DUE)
    office.days(DAY, DUE + timedelta(days=15))
    assert office.subjects("asso@example.org") == [
        "Compte rendu financier : au plus tard le 31 décembre 2026",
        "Compte rendu financier : au plus tard le 31 décembre 2026",
        "Compte rendu financier : au plus tard le 31 décembre 2026",
        "Compte rendu financier : c’est aujourd’hui",
        "En retard depuis hier : Compte rendu financier",
        "En retard depuis 15 jours : Compte rendu financier",
    ]
    assert office.subjects("agent@example.org") == ["Retard à suivre : Compte rendu financier (Asso)"]
    assert len(office.subjects("mission@example.org")) == 2
    office.deposit(file, DUE + timedelta(days=16))
    office.days(DUE + timedelta(days=16), DUE + timedelta(days=60))
    assert office.subjects("asso@example.org")[6:] == ["Bien reçu : Compte rendu financier"]
    assert len(office.mails()) == 10


def test_a_mail_says_all_that_is_needed(office: Office) -> None:
    office.file(report_on=DUE)
    office.tick(WEEK_BEFORE)
    text = office.text(office.mails()[0])
    for words in (
        "la commune de Lille attend de vous, au plus tard dans 7 jours : Compte rendu financier",
        "Au plus tard le : jeudi 31 décembre 2026",
        "Texte : loi d’essai, art. 10",
        "https://mandats.example.org/dossiers/SMALL-2026-0001",
        "Agent (agent@example.org)",
        "ces rappels s’arrêtent d’eux-mêmes",
    ):
        assert words in text, text


def test_the_bytes_are_those_that_were_frozen_and_logged(office: Office, smtp: SmtpServer) -> None:
    office.file(report_on=DUE)
    office.remind(WEEK_BEFORE)
    office.deliver(WEEK_BEFORE, mailer=office.smtp(smtp))
    (mail,) = office.mails()
    assert mail["status"] == "sent"
    assert smtp.messages[0].raw.replace(b"\r\n", b"\n").rstrip() == mail["bytes"].replace(b"\r\n", b"\n").rstrip()
    with office.desk.store.read() as unit:
        last = unit.log.read(Stream(StreamKind.STRUCTURE, "asso"))[-1]
    assert last.action is Action.MAIL_SENT
    assert last.outcome["sha256"] == mail["sha256"]
    message = message_from_bytes(mail["bytes"], policy=policy.default)
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Reply-To"] == "agent@example.org"
    assert message["Message-ID"] == mail["message_id"]


def test_one_morning_mail_for_everything_of_a_person(office: Office) -> None:
    for number in range(3):
        office.file(report_on=DUE + timedelta(days=number))
    office.tick(DUE - timedelta(days=3))
    assert office.subjects("asso@example.org") == [
        "Compte rendu financier : au plus tard le 31 décembre 2026 (et 2 autres)"
    ]


def test_a_second_delivery_of_the_day_waits_for_tomorrow(office: Office) -> None:
    office.file(report_on=DUE)
    office.tick(WEEK_BEFORE)
    office.file(report_on=DUE)
    office.remind(WEEK_BEFORE)
    assert office.deliver(WEEK_BEFORE).prepared.held == 1
    assert len(office.mails()) == 1
    office.deliver(WEEK_BEFORE + timedelta(days=1))
    assert len(office.mails()) == 2


def test_two_roles_one_word(office: Office) -> None:
    """Who is an agent and of the mission is told once of the same lateness."""
    office.person("both", Role.MISSION, Role.AGENT, authority="commune-59350")
    office.file(report_on=DUE)
    office.remind(DUE + timedelta(days=15))
    office.deliver(DUE + timedelta(days=15))
    (mail,) = office.mails("both@example.org")
    assert mail["subject"].count("autre") == 0
    assert office.notices(audience="person:both", why="said")


def test_everybody_of_a_structure_in_their_language(office: Office) -> None:
    office.person("an", Role.STRUCTURE, structure="asso", lang="nl", email="an@example.org")
    office.person("ann", Role.STRUCTURE, structure="asso", lang="en", email="ASSO@example.org")
    office.file(report_on=DUE)
    office.tick(WEEK_BEFORE)
    assert office.subjects("an@example.org") == ["Financieel verslag: uiterlijk 31 december 2026"]
    assert [row["to"] for row in office.mails()] == ["an@example.org", "ASSO@example.org"]  # the same box once


def test_met_meanwhile(office: Office) -> None:
    file = office.file(report_on=DUE)
    office.remind(WEEK_BEFORE)
    office.deposit(file, WEEK_BEFORE)
    office.deliver(WEEK_BEFORE)
    assert office.subjects() == ["Bien reçu : Compte rendu financier"]
    assert [row["why"] for row in office.notices(notice="reminder_before")] == ["met"]


def test_the_second_person_is_asked_but_not_the_first(office: Office) -> None:
    file = office.file()
    file = office.take(file, "sign", office.agent)
    office.deliver(DAY)
    assert office.subjects() == ["SMALL-2026-0001 : une seconde personne est demandée pour « Signer le mandat »"]
    assert office.mails()[0]["to"] == "mission@example.org"
    office.take(file, "sign", office.mission)
    office.deliver(DAY)
    assert office.subjects("asso@example.org") == ["Votre mandat est signé : Crèche"]


def test_only_those_who_may_confirm_are_asked(office: Office) -> None:
    office.person("jurist", Role.JURIST)
    both = office.person("both", Role.JURIST, Role.MISSION)
    file = office.take(office.file(), "submit", both)
    assert file.proposals["submit", ""].confirm_by == ("jurist",)
    office.deliver(DAY)
    assert [row["to"] for row in office.mails()] == ["jurist@example.org"]  # neither the first person nor the mission


def test_a_proposal_that_was_settled_asks_nobody(office: Office) -> None:
    file = office.take(office.file(), "sign", office.agent)
    office.take(file, "sign", office.mission)
    office.deliver(DAY)
    assert office.subjects("mission@example.org") == []
    assert {row["why"] for row in office.notices(notice="second_person")} == {"decided"}


def test_without_an_address_the_mission_is_told(office: Office) -> None:
    office.structure("mute")
    office.file("mute", report_on=DUE)
    office.tick(WEEK_BEFORE)
    assert [row["why"] for row in office.notices(audience="structure:mute")] == ["no-address"]
    assert office.subjects("mission@example.org") == ["Sans adresse : Mute"]


def test_temporary_refusals_are_tried_again_then_given_up(office: Office, smtp: SmtpServer) -> None:
    office.file(report_on=DUE)
    office.remind(WEEK_BEFORE)
    smtp.behave("refuse_temporarily")
    when, mailer = at(WEEK_BEFORE), office.smtp(smtp)
    for wait in BACKOFF:
        assert office.deliver(WEEK_BEFORE, when, mailer).again == 1
        assert office.deliver(WEEK_BEFORE, when + wait - timedelta(seconds=1), mailer) == Delivered()
        when += wait
    assert office.deliver(WEEK_BEFORE, when, mailer).failed == 1
    assert smtp.attempts == len(BACKOFF) + 1
    smtp.behave("accept")
    office.deliver(WEEK_BEFORE + timedelta(days=2), when, mailer)
    assert [(mail["to"], mail["status"]) for mail in office.mails()] == [
        ("asso@example.org", "failed"),
        ("mission@example.org", "sent"),
    ]
    assert "Courriel non remis à Asso" in office.subjects()
    with office.desk.store.read() as unit:
        assert unit.log.read(Stream(StreamKind.STRUCTURE, "asso"))[-1].action is Action.MAIL_ABANDONED


def test_a_refusal_for_good_is_given_up_at_once(office: Office, smtp: SmtpServer) -> None:
    smtp.refuse("asso@example.org")
    office.file(report_on=DUE)
    office.remind(WEEK_BEFORE)
    assert office.deliver(WEEK_BEFORE, mailer=office.smtp(smtp)).failed == 1
    assert "550 5.1.1" in office.mails()[0]["answer"]


@pytest.mark.parametrize("how", ["hang", "drop_before_answer", "drop_after_keep"])
def test_a_server_that_stops_in_the_middle(office: Office, smtp: SmtpServer, how: Any) -> None:
    """The mail leaves later under the same Message-ID; after a drop past DATA it may arrive twice: nobody can know."""
    office.file(report_on=DUE)
    office.remind(WEEK_BEFORE)
    smtp.behave(how, times=1)
    assert office.deliver(WEEK_BEFORE, mailer=office.smtp(smtp)).again == 1
    office.deliver(WEEK_BEFORE, at(WEEK_BEFORE) + BACKOFF[0], office.smtp(smtp))
    assert len({received.message["Message-ID"] for received in smtp.messages}) == 1
    assert len(smtp.messages) == (2 if how == "drop_after_keep" else 1)
    assert office.mails()[0]["status"] == "sent"


def test_no_server_keeps_the_others_waiting(office: Office) -> None:
    """When nobody listens, one mail is tried, not all of them."""
    office.file(report_on=DUE)
    office.file(publish_on=DUE)
    office.remind(DUE)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    assert office.deliver(DUE, mailer=SmtpMailer("127.0.0.1", port, SENDER, Security.NONE)).again == 1
    assert sorted(mail["attempts"] for mail in office.mails()) == [0, 1]


def test_a_template_that_fails_keeps_nobody_else_back(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    from mandate_flow.domain.errors import BadContent
    from mandate_flow.service import letter, prepare

    real: Callable[..., Any] = letter.names_for

    def failing(reading: Any, queued: Any) -> Any:
        if reading.reader.id == "asso":
            raise BadContent("Ce message ne peut pas être écrit.")
        return real(reading, queued)

    office.file(report_on=DUE)
    office.remind(DUE + timedelta(days=1))
    monkeypatch.setattr(prepare, "names_for", failing)
    assert office.deliver(DUE + timedelta(days=1)).prepared.troubled == 1
    assert [mail["to"] for mail in office.mails()] == ["mission@example.org"]
    monkeypatch.undo()
    office.deliver(DUE + timedelta(days=2))
    assert [mail["to"] for mail in office.mails()] == ["mission@example.org", "asso@example.org"]


def test_a_server_may_ask_for_more_time(office: Office) -> None:
    office.file(report_on=DUE)
    office.remind(WEEK_BEFORE)
    day = timedelta(days=1)
    office.deliver(WEEK_BEFORE, mailer=Recording(Retry("busy", after=day)))
    assert office.mails()[0]["next_at"].replace(tzinfo=None) == (at(WEEK_BEFORE) + day).replace(tzinfo=None)
