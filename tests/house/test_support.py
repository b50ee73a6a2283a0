"""The tools of the tests are tested too: a fixture that never bites proves nothing."""

import smtplib
from email.message import EmailMessage

import psycopg
import pytest
from playwright.sync_api import Browser
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

from mandate_flow.store import migrate
from tests.support.browser import DESKTOP, axe, watched_context
from tests.support.postgres import NewDatabase
from tests.support.serving import serving
from tests.support.smtp import Behaviour, SmtpServer


def _send(smtp: SmtpServer, to: str = "ada@example.org") -> None:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "nous@example.org", to, "Échéance"
    message.set_content("Bonjour")
    with smtplib.SMTP(smtp.host, smtp.port, timeout=0.5) as client:
        client.send_message(message)


def test_smtp_keeps_what_it_receives(smtp: SmtpServer) -> None:
    _send(smtp)
    assert smtp.subjects() == ["Échéance"]
    assert [received.sender for received in smtp.to("ada@example.org")] == ["nous@example.org"]


@pytest.mark.parametrize(
    ("how", "fault", "kept"),
    [
        ("refuse_temporarily", smtplib.SMTPDataError, 0),
        ("refuse_for_good", smtplib.SMTPDataError, 0),
        ("hang", smtplib.SMTPServerDisconnected, 0),
        ("drop_before_answer", smtplib.SMTPServerDisconnected, 0),
        ("drop_after_keep", smtplib.SMTPServerDisconnected, 1),
    ],
)
def test_smtp_misbehaves_once(smtp: SmtpServer, how: Behaviour, fault: type[Exception], kept: int) -> None:
    smtp.behave(how, times=1)
    with pytest.raises((fault, ConnectionResetError)):
        _send(smtp)
    assert len(smtp.messages) == kept
    _send(smtp)
    assert len(smtp.messages) == kept + 1
    assert smtp.attempts == 2


def test_smtp_refuses_one_address(smtp: SmtpServer) -> None:
    smtp.refuse("nobody@example.org")
    with pytest.raises(smtplib.SMTPRecipientsRefused):
        _send(smtp, "nobody@example.org")


@pytest.mark.postgres
def test_postgres_databases_are_apart(new_postgres: NewDatabase) -> None:
    one, two = (new_postgres(migrated=False).replace("+psycopg", "") for _ in range(2))
    with psycopg.connect(one, autocommit=True) as connection:
        connection.execute("CREATE TABLE only_here ()")
    with psycopg.connect(two) as connection:
        assert connection.execute("SELECT to_regclass('only_here')").fetchone() == (None,)


def test_a_fresh_database_is_migrated(database: str) -> None:
    assert migrate.current(database) == migrate.head()


def test_another_database_is_apart(new_database: NewDatabase) -> None:
    migrated, empty = new_database(), new_database(migrated=False)
    assert migrate.current(migrated) == migrate.head()
    assert migrate.current(empty) is None


PAGES = {
    "/good": "<button>Envoyer</button>",
    "/abroad": "<img src='https://elsewhere.example/x.png' alt=''>",
    "/policy": "<p>Texte</p><script>document.title = 'inline'</script>",
    "/unnamed": "<button></button>",
}


async def _page(request: Request) -> HTMLResponse:
    policy = "default-src 'self'" if request.url.path == "/policy" else "default-src * data: 'unsafe-inline'"
    body = f"<!doctype html><html lang=fr><title>Page</title><link rel=icon href=data:,><main>{PAGES[request.url.path]}"
    return HTMLResponse(body, headers={"Content-Security-Policy": policy})


@pytest.mark.browser
@pytest.mark.parametrize(
    ("path", "fault"), [("/good", None), ("/abroad", "another host"), ("/policy", "content security policy")]
)
def test_browser_watches(chromium: Browser, path: str, fault: str | None) -> None:
    def visit() -> None:
        with serving(Starlette(routes=[Route("/{x}", _page)])) as base, watched_context(chromium, DESKTOP) as context:
            context.new_page().goto(base + path)

    if fault is None:
        visit()
    else:
        with pytest.raises(pytest.fail.Exception, match=fault):
            visit()


@pytest.mark.browser
def test_axe_finds_an_unnamed_button(chromium: Browser) -> None:
    with serving(Starlette(routes=[Route("/{x}", _page)])) as base, watched_context(chromium, DESKTOP) as context:
        page = context.new_page()
        page.goto(base + "/good")
        assert axe(page) == []
        page.goto(base + "/unnamed")
        assert [fault.split(":")[1].strip() for fault in axe(page)] == ["button-name"]
