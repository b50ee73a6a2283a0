"""The mail server and the folder that stands for it."""

import socket
import threading
from pathlib import Path

import pytest

from mandate_flow.mail.keep import FolderMailer
from mandate_flow.mail.outcome import Accepted, GaveUp, Retry, Sender
from mandate_flow.mail.smtp import Security, SmtpMailer
from tests.support.smtp import FOR_GOOD, SmtpServer

SENDER = Sender("Mission", "mission@example.org")
MAIL = (
    b"From: mission@example.org\r\nTo: ada@example.org\r\nMessage-ID: <abc@example.org>\r\n"
    b"Subject: Essai\r\n\r\nBonjour\r\n"
)


def _mailer(smtp: SmtpServer) -> SmtpMailer:
    return SmtpMailer(smtp.host, smtp.port, SENDER, Security.NONE, timeout=0.5)


def test_many_mails_by_one_connection(smtp: SmtpServer) -> None:
    with _mailer(smtp).session() as session:
        assert all(isinstance(session.send(MAIL, f"{number}@example.org"), Accepted) for number in range(5))
    assert [received.recipients for received in smtp.messages] == [(f"{number}@example.org",) for number in range(5)]
    assert smtp.messages[0].sender == "mission@example.org"
    assert smtp.messages[0].raw.rstrip() == MAIL.rstrip()


def test_one_refused_recipient_leaves_the_conversation_open(smtp: SmtpServer) -> None:
    smtp.refuse("nobody@example.org")
    with _mailer(smtp).session() as session:
        assert session.send(MAIL, "nobody@example.org") == GaveUp(FOR_GOOD)
        assert isinstance(session.send(MAIL, "ada@example.org"), Accepted)


@pytest.mark.parametrize(
    ("how", "outcome"),
    [
        ("refuse_temporarily", Retry("451 4.3.0 Try again later")),
        ("refuse_for_good", GaveUp("550 5.1.1 No such mailbox")),
    ],
)
def test_refusals(smtp: SmtpServer, how: str, outcome: object) -> None:
    smtp.behave(how, times=1)  # type: ignore[arg-type]
    with _mailer(smtp).session() as session:
        assert session.send(MAIL, "ada@example.org") == outcome
        assert isinstance(session.send(MAIL, "ada@example.org"), Accepted)


@pytest.mark.parametrize("how", ["hang", "drop_before_answer", "drop_after_keep"])
def test_a_lost_connection_is_opened_again(smtp: SmtpServer, how: str) -> None:
    smtp.behave(how, times=1)  # type: ignore[arg-type]
    with _mailer(smtp).session() as session:
        lost = session.send(MAIL, "ada@example.org")
        assert isinstance(lost, Retry)
        assert not lost.unreachable
        assert isinstance(session.send(MAIL, "ada@example.org"), Accepted)


def test_nobody_listens() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with SmtpMailer("127.0.0.1", port, SENDER, Security.NONE, timeout=0.5).session() as session:
        outcome = session.send(MAIL, "ada@example.org")
    assert isinstance(outcome, Retry)
    assert outcome.unreachable
    assert str(port) in outcome.why


def test_a_server_that_never_greets() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        mailer = SmtpMailer("127.0.0.1", listener.getsockname()[1], SENDER, Security.NONE, timeout=0.2)
        with mailer.session() as session:
            outcome = session.send(MAIL, "ada@example.org")
    assert isinstance(outcome, Retry)
    assert outcome.unreachable


@pytest.mark.parametrize("security", [Security.STARTTLS, Security.TLS])
def test_without_the_protection_that_was_asked_for_nothing_leaves(smtp: SmtpServer, security: Security) -> None:
    mailer = SmtpMailer(smtp.host, smtp.port, SENDER, security, timeout=0.5)
    with mailer.session() as session:
        assert isinstance(session.send(MAIL, "ada@example.org"), Retry)
    assert smtp.messages == []


def _scripted(listener: socket.socket, answers: list[bytes]) -> None:
    with listener.accept()[0] as peer:
        peer.settimeout(2.0)
        for answer in answers:
            peer.sendall(answer + b"\r\n")
            if answer.startswith(b"421"):
                return
            peer.recv(4096)


@pytest.mark.parametrize(
    ("answers", "outcome"),
    [
        ([b"220 hi", b"250 hi", b"550 relaying denied", b"250 reset", b"221 bye"], Retry("550 relaying denied")),
        ([b"220 hi", b"250 hi", b"421 shutting down"], Retry("421 shutting down", unreachable=True)),
    ],
)
def test_what_a_server_says_of_us_gives_no_mail_up(answers: list[bytes], outcome: Retry) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        script = threading.Thread(target=_scripted, args=(listener, answers))
        script.start()
        mailer = SmtpMailer("127.0.0.1", listener.getsockname()[1], SENDER, Security.NONE, timeout=2.0)
        with mailer.session() as session:
            assert session.send(MAIL, "ada@example.org") == outcome
        script.join()


def test_kept_as_a_file_once(tmp_path: Path) -> None:
    mailer = FolderMailer(tmp_path / "mails", SENDER)
    with mailer.session() as session:
        assert session.send(MAIL, "ada@example.org") == Accepted("abc.eml", kept=True)
        session.send(MAIL, "ada@example.org")
    assert [path.read_bytes() for path in (tmp_path / "mails").iterdir()] == [MAIL]


def test_a_folder_that_cannot_be_written_keeps_the_mail_waiting(tmp_path: Path) -> None:
    (tmp_path / "mails").write_text("a file, not a folder")
    with FolderMailer(tmp_path / "mails", SENDER).session() as session:
        outcome = session.send(MAIL, "ada@example.org")
    assert isinstance(outcome, Retry)
    assert outcome.unreachable


def test_a_message_id_cannot_leave_the_folder(tmp_path: Path) -> None:
    odd = MAIL.replace(b"<abc@", b"<../../abc@")
    with FolderMailer(tmp_path / "mails", SENDER).session() as session:
        assert session.send(odd, "ada@example.org") == Accepted("abc.eml", kept=True)
