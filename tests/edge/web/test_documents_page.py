"""The documents of a file as pages: several at once, what is shown inside the site and how, versions, withdrawal."""

import re
from dataclasses import replace

import pytest
from httpx2 import Response

from mandate_flow.domain.command import RecordFacts, WithdrawDocument
from mandate_flow.domain.file import Document
from mandate_flow.edge.clock import moment
from mandate_flow.edge.web.shield import AT_ONCE, FORM_BYTES
from mandate_flow.service.act import Done, act
from mandate_flow.service.deposit import deposit
from mandate_flow.service.opening import Opening, open_file
from mandate_flow.store.blobs import Blobs
from tests.edge.web.conftest import LILLE, ROUBAIX, Town, Visitor, signed_in
from tests.support.papers import GIF, PDF, PNG, office

FIELD = "piece.statutes"
ACTIVE = b"%PDF-1.7\n<< /OpenAction << /S /JavaScript /JS (app.alert(1)) >> >>\n"


def put(town: Town, content: bytes, name: str, replaces: str = "") -> Document:
    done = deposit(town.desk, town.shared.id, "statutes", "", name, [content], moment(town.claire), replaces=replaces)
    assert isinstance(done, Done)
    return done.file.documents[done.event.outcome["id"]]


def send(who: Visitor, town: Town, files: list[tuple[str, bytes]], field: str = FIELD, **typed: str) -> Response:
    page = f"/dossiers/{town.shared.ref}"
    version = re.search(r'name="version" value="(\d+)"', who.get(page).text)
    assert version
    data = {"csrf": who.token(page), "version": version[1], "depot": field, **typed}
    return who.post(f"{page}/documents", data=data, files=[(field, one) for one in files])


def names(town: Town) -> list[str]:
    with town.desk.store.read() as unit:
        return [str(one.name) for one in unit.files.get(town.shared.id).documents.values() if one.counts]


def test_several_files_at_once_are_deposited(town: Town, mission: Visitor) -> None:
    answer = send(mission, town, [("a.pdf", PDF), ("b.png", PNG), ("c.docx", office("docx"))])
    assert answer.status_code == 303
    assert answer.headers["location"].endswith("#piece.statutes")
    assert names(town) == ["a.pdf", "b.png", "c.docx"]
    assert "3 pièces sont déposées." in mission.get(answer.headers["location"].partition("#")[0]).text


def test_each_file_of_a_batch_is_judged_apart(town: Town, mission: Visitor) -> None:
    answer = send(
        mission, town, [("a.pdf", PDF), ("setup.exe", b"MZ\x90\x00"), ("b.pdf", b""), ("c.pdf", office("xlsx"))]
    )
    assert answer.status_code == 422
    assert names(town) == ["a.pdf"]
    for words in (
        "La pièce est déposée : a.pdf.",
        "« setup.exe » : Ce fichier est un programme.",
        "« b.pdf » : Ce document est vide.",
        "Son nom (.pdf) annonce un document PDF, son contenu est un classeur Excel.",
    ):
        assert words in answer.text


def test_a_wrong_answer_beside_it_does_not_lose_a_file(town: Town, mission: Visitor) -> None:
    """A browser does not choose a file again: the answers come back, the file is kept, and saving then goes on."""
    answer = send(
        mission, town, [("a.pdf", PDF)], **{"fait.application_received_on": "demain", "fait.territory": "Lille"}
    )
    assert answer.status_code == 422
    assert names(town) == ["a.pdf"]
    assert "Lille" in answer.text
    version = re.search(r'name="version" value="(\d+)"', answer.text)
    assert version
    data = {"csrf": mission.token("/aide"), "version": version[1], "fait.territory": "Lille"}
    assert mission.post(f"/dossiers/{town.shared.ref}/faits", data=data).status_code == 303


def test_a_document_that_is_too_large_is_told_so(town: Town) -> None:
    small = replace(town.desk, blobs=Blobs(town.desk.blobs.folder, most=1024 * 1024))
    town.desk = small
    claire = signed_in(town, town.claire)
    answer = send(claire, town, [("a.pdf", PDF), ("grand.pdf", PDF + bytes(1024 * 1024))])
    assert answer.status_code == 422
    assert "« grand.pdf » : Ce document dépasse 1 Mo." in answer.text
    assert names(town) == ["a.pdf"]
    whole = send(claire, town, [(f"{number}.pdf", PDF + bytes(1024 * 1024 - 100)) for number in range(AT_ONCE + 2)])
    assert whole.status_code == 413
    assert f"La limite est de {(AT_ONCE * 1024 * 1024 + FORM_BYTES) // 1_000_000} Mo pour un envoi." in whole.text
    assert "en plusieurs fois" in whole.text
    assert names(town) == ["a.pdf"]


def test_a_script_is_told_what_became_of_each(town: Town, mission: Visitor) -> None:
    data = {"csrf": mission.token(f"/dossiers/{town.shared.ref}")}
    files = [(FIELD, ("a.pdf", PDF)), (FIELD, ("note.docm", office("docm")))]
    answer = mission.post(f"/dossiers/{town.shared.ref}/depots", data=data, files=files).json()
    assert [(one["name"], one["kept"]) for one in answer["files"]] == [("a.pdf", True), ("note.docm", False)]
    assert "macros" in answer["files"][1]["said"]
    assert answer["after"] == answer["before"] + 1


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [("a.pdf", PDF, "application/pdf"), ("a.png", PNG, "image/png"), ("a.gif", GIF, "image/gif")],
)
def test_what_only_shows_is_shown_in_a_cage(
    town: Town, mission: Visitor, name: str, content: bytes, media_type: str
) -> None:
    one = put(town, content, name)
    at = f"/dossiers/{town.shared.ref}/documents/{one.id}"
    answer = mission.get(f"{at}/contenu")
    assert (answer.status_code, answer.content) == (200, content)
    assert answer.headers["content-type"] == media_type
    assert answer.headers["content-disposition"].startswith("inline;")
    assert answer.headers["x-content-type-options"] == "nosniff"
    policy = answer.headers["content-security-policy"].split("; ")
    assert {"sandbox", "default-src 'none'", "frame-ancestors 'self'", "form-action 'none'"} <= set(policy)
    look = mission.get(f"{at}/apercu")
    assert f'src="{at}/contenu' in look.text
    assert one.sha256 in look.text
    assert "frame-src 'self'" in look.headers["content-security-policy"]
    assert "Claire Delcourt" in look.text


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("note.docx", office("docx"), "Seuls les PDF et les images s’affichent ici."),
        ("notes.csv", b"a;b\n1;2\n", "Seuls les PDF et les images s’affichent ici."),
        ("formulaire.pdf", ACTIVE, "Ce PDF contient un programme"),
    ],
)
def test_the_rest_is_only_handed_out(town: Town, mission: Visitor, name: str, content: bytes, words: str) -> None:
    one = put(town, content, name)
    at = f"/dossiers/{town.shared.ref}/documents/{one.id}"
    assert mission.get(f"{at}/contenu").status_code == 404
    look = mission.get(f"{at}/apercu").text
    assert words in look
    assert "/contenu" not in look
    answer = mission.get(at)
    assert answer.content == content
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_an_altered_document_is_not_shown(town: Town, mission: Visitor) -> None:
    one = put(town, PNG, "a.png")
    (path,) = (each for each in town.desk.blobs.folder.rglob("*") if each.is_file())
    path.write_bytes(PNG + b"!")
    at = f"/dossiers/{town.shared.ref}/documents/{one.id}"
    assert mission.get(f"{at}/contenu").status_code == 500
    look = mission.get(f"{at}/apercu")
    assert look.status_code == 200
    assert "Cette pièce n’est plus celle qui a été déposée" in look.text
    assert "/contenu" not in look.text


def test_versions_are_folded_below_the_one_that_counts(town: Town, mission: Visitor) -> None:
    first = put(town, PDF + b"1", "v1.pdf")
    answer = send(mission, town, [("v2.pdf", PDF + b"2")], f"version.{first.id}")
    assert answer.status_code == 303
    assert answer.headers["location"].endswith("#piece.statutes")
    assert names(town) == ["v2.pdf"]
    page = mission.get(f"/dossiers/{town.shared.ref}").text
    assert "version 2" in page
    assert "1 version précédente ou pièce retirée" in page
    assert "Remplacée par v2.pdf" in page
    assert page.index(">v2.pdf<") < page.index("1 version précédente")
    assert "v1.pdf" not in mission.get(f"/dossiers/{town.shared.ref}/fiche").text
    assert "v2.pdf" in mission.get(f"/dossiers/{town.shared.ref}/fiche").text
    look = mission.get(f"/dossiers/{town.shared.ref}/documents/{first.id}/apercu").text
    assert "Une version plus récente la remplace" in look
    late = send(mission, town, [("v3.pdf", PDF + b"3")], f"version.{first.id}")
    assert late.status_code == 422
    assert "remplacée par une version plus récente" in late.text


def test_a_withdrawal_is_told_with_its_reason_and_can_be_undone(town: Town, mission: Visitor) -> None:
    one = put(town, PDF, "a.pdf")
    at = f"/dossiers/{town.shared.ref}/documents/{one.id}"
    page = f"/dossiers/{town.shared.ref}"
    refused = mission.fill(f"{at}/retrait", _from=page, motif=" ")
    assert refused.status_code == 422
    assert "Indiquez le motif" in refused.text
    assert mission.fill(f"{at}/retrait", _from=page, motif="Exemplaire non signé").status_code == 303
    for path in (page, f"{at}/apercu", f"{page}/historique"):
        assert "Exemplaire non signé" in mission.get(path).text, path
    assert "Retirée" in mission.get(page).text
    assert mission.get(at).content == PDF, "it stays readable"
    assert mission.fill(f"{at}/remise", _from=page).status_code == 303
    assert names(town) == ["a.pdf"]


def test_the_card_says_what_the_next_step_asks_for(town: Town, mission: Visitor) -> None:
    page = f"/dossiers/{town.shared.ref}"
    before = mission.get(page).text
    assert "Exigée pour « Ouvrir l’analyse juridique »" in before
    assert f'href="/dossiers/{town.shared.ref}?etape=identification#piece.statutes"' in before
    put(town, PDF, "a.pdf")
    assert "Demandée pour « Ouvrir l’analyse juridique » : déposée" in mission.get(page).text
    later = mission.get(f"{page}?etape=mandate").text
    assert "Servira à « Signer" in later


def test_every_document_on_one_page(town: Town, mission: Visitor) -> None:
    at = f"/dossiers/{town.shared.ref}/pieces"
    assert "Aucune pièce ne compte encore" in mission.get(at).text
    first = put(town, PDF + b"1", "v1.pdf")
    second = put(town, PDF + b"2", "v2.pdf", first.id)
    plan = put(town, PNG, "plan.png")
    act(town.desk, town.shared.id, WithdrawDocument(plan.id, "Hors sujet"), moment(town.claire))
    counting, _, past = mission.get(at).text.partition("Versions précédentes et pièces retirées")
    assert (second.sha256 in counting, first.sha256 in counting, plan.sha256 in counting) == (True, False, False)
    for words in (first.sha256, plan.sha256, "Remplacée par v2.pdf", "Hors sujet"):
        assert words in past


def test_why_a_document_stays_is_said(town: Town) -> None:
    """To the agent of another commune of the file, beside the document; the mission may withdraw it."""
    opening = Opening("sieg", "À deux", "autopartage-mobilite", (LILLE, ROUBAIX), (town.lilas.id,))
    file = open_file(town.desk, opening, moment(town.claire))
    what = ("deliberation", LILLE, "deliberation.pdf", [PDF], moment(town.claire))
    assert isinstance(deposit(town.desk, file.id, *what), Done)
    page = f"/dossiers/{file.ref}?etape=deliberation"
    told = signed_in(town, town.rose).get(page).text
    assert "Cette pièce est celle d’une autre collectivité du dossier" in told
    assert "Retirer<" not in told
    assert "Retirer<" in signed_in(town, town.ahmed).get(page).text


def test_who_only_reads_is_given_no_form(town: Town) -> None:
    one = put(town, PNG, "a.png")
    ines = signed_in(town, town.ines)
    page = ines.get(f"/dossiers/{town.shared.ref}").text
    assert "a.png" in page
    for words in ('type="file"', "Remplacer", "/retrait", "Déposer de nouveau"):
        assert words not in page
    assert ines.get(f"/dossiers/{town.shared.ref}/documents/{one.id}/apercu").status_code == 200


def test_in_dutch_and_in_english(town: Town, mission: Visitor) -> None:
    one = put(town, ACTIVE, "a.pdf")
    act(town.desk, town.shared.id, WithdrawDocument(one.id, "Fout"), moment(town.claire))
    for lang, words in (("nl", "Ingetrokken: dit stuk telt niet meer"), ("en", "this document no longer counts")):
        person = replace(town.claire, lang=lang)
        with town.desk.store.write() as unit:
            unit.registers.change(person, actor=town.claire.id, at=moment(town.claire).at, day=moment(town.claire).day)
        visitor = signed_in(town, person)
        look = visitor.get(f"/dossiers/{town.shared.ref}/documents/{one.id}/apercu").text
        assert words in look
        said = send(visitor, town, [("x.exe", b"MZ\x90\x00")]).text
        assert {"nl": "Dit bestand is een programma.", "en": "This is a program."}[lang] in said


def test_what_the_answers_do_not_ask_for_is_not_said_to_be_deposited(town: Town, mission: Visitor) -> None:
    page = f"/dossiers/{town.shared.ref}"
    act(town.desk, town.shared.id, RecordFacts({("previous_grant", ""): False}), moment(town.ahmed))
    shown = mission.get(page).text
    assert "Demandée pour « Ouvrir l’analyse juridique » : déposée" not in shown
    assert shown.count("Non requise pour « Ouvrir l’analyse juridique », d’après vos réponses") == 1
