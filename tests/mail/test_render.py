import re
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from mandate_flow.content.examples import read_example
from mandate_flow.domain.errors import BadContent, BadInput
from mandate_flow.mail.message import build, message_id
from mandate_flow.mail.outcome import Sender
from mandate_flow.mail.paragraphs import Block, blocks
from mandate_flow.mail.render import LANGUAGES, Item, Rendered, Writer
from tests.support.golden import Golden

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "notifications" / "templates"
NOTICES = sorted(path.name.removesuffix(".example.yaml") for path in TEMPLATES.glob("*.example.yaml"))
SENDER = Sender("Mission SIG-SIEG, Métropole Européenne de Lille", "ne-pas-repondre@example.org")
AT = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def writer() -> Writer:
    return Writer(TEMPLATES)


def _write(writer: Writer, lang: str, *notices: str, **names: Any) -> Rendered:
    items = [Item(notice, read_example(ROOT, notice) | names) for notice in notices]
    return writer.write(items, name=str(items[0].names["name"]), sender=SENDER.name, lang=lang)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("notice", NOTICES)
def test_every_notice_in_every_language(writer: Writer, golden: Golden, notice: str, lang: str) -> None:
    words = _write(writer, lang, notice)
    golden(f"mails/{notice}.{lang}.txt", f"{words.subject}\n\n{words.text}")
    golden(f"mails/{notice}.{lang}.html", words.html)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("notice", NOTICES)
def test_nobody_is_asked_to_reply_where_no_reply_is_read(writer: Writer, notice: str, lang: str) -> None:
    asked = re.compile(r"(?i)répond\w+ à ce message|reply to this message|antwoord\w* (dan )?op dit bericht")
    assert asked.search(_write(writer, lang, notice, contact="mission@example.org").text)
    assert not asked.search(_write(writer, lang, notice, contact="").text)


def test_the_end_of_a_file_reads_as_a_sentence(writer: Writer) -> None:
    words = _write(writer, "fr", "file_ended")
    assert words.subject.startswith("Dossier terminé\u00a0: Autopartage")
    assert "dernier acte" in words.text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_several_in_one(writer: Writer, golden: Golden, lang: str) -> None:
    words = _write(writer, lang, "reminder_late", "reminder_before", "control_opened")
    golden(f"mails/several.{lang}.txt", f"{words.subject}\n\n{words.text}")
    golden(f"mails/several.{lang}.html", words.html)


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.links: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in ("style", "title")
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in ("style", "title")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.words += data.split()


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("notice", NOTICES)
def test_html_and_text_say_the_same_and_load_nothing(writer: Writer, notice: str, lang: str) -> None:
    words = _write(writer, lang, notice)
    page = _Words()
    page.feed(words.html)
    missing = set(re.findall(r"\w{3,}", words.text)) - set(re.findall(r"\w{3,}", " ".join(page.words + page.links)))
    assert not missing
    assert page.links == [read_example(ROOT, notice)["link"]]
    assert len(words.html) < 12_000


@pytest.mark.parametrize("notice", NOTICES)
def test_french_is_set_as_in_print(writer: Writer, notice: str) -> None:
    words = _write(writer, "fr", notice)
    for text in (words.subject, words.text):
        assert not re.search(r" [:;?!»]|« ", text)
        assert "'" not in text
        assert not re.search(r"(?i)\b(simplement|juste)\b", text)


@pytest.mark.parametrize(
    ("left", "words"), [(0, "aujourd’hui"), (1, "demain"), (2, "dans 2 jours"), (-1, "hier"), (-9, "il y a 9 jours")]
)
def test_days_in_words(writer: Writer, left: int, words: str) -> None:
    assert words in _write(writer, "fr", "window", left=left).text


def test_what_people_type_is_text_not_markup(writer: Writer) -> None:
    words = _write(writer, "fr", "reminder_before", title="<b>Crèche</b> & {{ 7 * 7 }}")
    assert "<b>Crèche</b> & {{ 7 * 7 }}" in words.text
    assert "&lt;b&gt;Crèche&lt;/b&gt; &amp; {{ 7 * 7 }}" in words.html
    assert "<b>" not in words.html


def test_a_name_that_is_missing_is_an_error_that_says_where(writer: Writer) -> None:
    names = {name: value for name, value in read_example(ROOT, "reminder_before").items() if name != "title"}
    with pytest.raises(BadContent, match=r"reminder_before\.fr\.j2") as refused:
        writer.write([Item("reminder_before", names)], name="", sender="", lang="fr")
    assert "title" in refused.value.why


def test_a_template_cannot_reach_out(tmp_path: Path) -> None:
    (tmp_path / "_words.fr.j2").symlink_to(TEMPLATES / "_words.fr.j2")
    bad = "{% block subject %}{{ ''.__class__.__mro__ }}{% endblock %}{% block text %}{% endblock %}"
    (tmp_path / "bad.fr.j2").write_text(bad, encoding="utf-8")
    with pytest.raises(BadContent):
        Writer(tmp_path).write([Item("bad", {"link": ""})], name="", sender="", lang="fr")


def test_an_unknown_language_is_french(writer: Writer) -> None:
    assert _write(writer, "de", "receipt").lang == "fr"


def test_paragraphs_and_lists() -> None:
    assert blocks("Un :\n\n- a\n- b\n\n\nDeux\nlignes", "fr") == (
        Block("Un\u00a0:"),
        Block(items=("a", "b")),
        Block("Deux lignes"),
    )


def _message(writer: Writer, **over: Any) -> bytes:
    words = _write(writer, "fr", "reminder_before")
    named: dict[str, Any] = {
        "to": "nadia@example.org",
        "name": "Nadia Benali, présidente",
        "sender": SENDER,
        "reply_to": "agent@example.org",
        "message_id": message_id("person:x:2026-11-23:daily", SENDER.domain),
        "at": AT,
    }
    return build(words, **(named | over))


def test_the_message_is_complete_and_always_the_same_bytes(writer: Writer) -> None:
    data = _message(writer)
    assert data == _message(writer)
    message = message_from_bytes(data, policy=policy.default)
    assert isinstance(message, EmailMessage)
    assert message.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["List-Id"] == "<mandate-flow.example.org>"
    assert message["Reply-To"] == "agent@example.org"
    assert message["Date"] == "Mon, 23 Nov 2026 07:30:00 +0000"
    assert message["To"].addresses[0].display_name == "Nadia Benali, présidente"
    subject = str(message["Subject"]).replace("\u00a0", " ")
    assert subject == "Compte rendu financier 2025 : au plus tard le 30 juin 2026"
    assert max(map(len, data.split(b"\r\n"))) <= 998
    assert data.isascii()


def test_a_name_cannot_add_a_header(writer: Writer) -> None:
    message = message_from_bytes(_message(writer, name="Eve\r\nBcc: all@example.org"), policy=policy.default)
    assert message["Bcc"] is None


def test_sender_from_settings() -> None:
    sender = Sender.parse("La mission <a@example.org>", "b@example.org")
    assert sender == Sender("La mission", "a@example.org", "b@example.org")
    with pytest.raises(BadInput):
        Sender.parse("La mission")
