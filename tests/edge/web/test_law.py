"""The pages of the law."""

import re

import pytest

from tests.edge.web.conftest import Town, Visitor, signed_in

SPACES = str.maketrans("\u00a0\u202f", "  ")


def read(visitor: Visitor, path: str) -> str:
    answer = visitor.get(path)
    assert answer.status_code == 200, path
    return answer.text.translate(SPACES)


@pytest.mark.parametrize(
    ("name", "status"),
    [("thomas", 200), ("sophie", 200), ("claire", 200), ("ines", 200), ("ahmed", 403), ("luc", 403)],
)
def test_who_reads_the_law(town: Town, name: str, status: int) -> None:
    someone = signed_in(town, getattr(town, name))
    assert someone.get("/administration/droit").status_code == status
    assert someone.get("/administration/droit/sgei_decision").status_code == status
    assert ("/administration/droit" in someone.get("/aide").text) is (status == 200)


def test_nobody_reads_it_unknown(visitor: Visitor) -> None:
    assert visitor.get("/administration/droit").status_code in (303, 401)


@pytest.mark.parametrize(
    ("day", "decision", "ceiling"),
    [("2026-01-07", "Décision 2012/21/UE", "15 000 000 €"), ("2026-01-08", "Décision (UE) 2025/2630", "20 000 000 €")],
)
def test_the_decision_changes_overnight(mission: Visitor, day: str, decision: str, ceiling: str) -> None:
    card = re.search(
        r'aria-labelledby="sgei_decision".*?</section>', read(mission, f"/administration/droit?on={day}"), re.DOTALL
    )
    assert card
    assert decision in card[0]
    assert ceiling in card[0]


def test_from_a_day_to_the_changes_around_it(mission: Visitor) -> None:
    text = read(mission, "/administration/droit?on=2025-06-01")
    assert "Droit applicable le 1er juin 2025" in text
    assert 'href="/administration/droit?on=2024-01-01"' in text
    after = re.search(r"Changement suivant</dt><dd><a href=\"([^\"]+)\"", text)
    assert after
    assert after[1] == "/administration/droit?on=2025-12-22"
    assert mission.get(after[1]).status_code == 200


def test_a_day_before_all_law_and_a_word_that_is_no_day(mission: Visitor) -> None:
    assert "Rien de connu à cette date" in read(mission, "/administration/droit?on=1900-01-01")
    wrong = read(mission, "/administration/droit?on=hier")
    assert "« hier » n’est pas une date" in wrong
    assert "Voici le droit d’aujourd’hui." in wrong
    assert mission.get("/administration/droit?on=0001-01-01").status_code == 200
    assert mission.get("/administration/droit?on=9999-12-31").status_code == 200


def test_a_text_tells_what_each_version_changed(mission: Visitor) -> None:
    text = read(mission, "/administration/droit/sgei_decision")
    assert text.index("2025/2630") < text.index("2012/21/UE du 20") < text.index("2005/842/CE du 28")
    assert "<del>15 000 000 €, art. 2, paragraphe 1, point a)</del> → <ins>20 000 000 €" in text
    assert text.count("en vigueur</span>") == 1
    assert mission.get("/administration/droit/nonsense").status_code == 404


def test_administration_leads_to_the_law(mission: Visitor) -> None:
    text = read(mission, "/administration")
    assert 'href="/administration/droit"' in text
    assert 'href="/administration/droit/de_minimis_general"' in text


@pytest.mark.parametrize(
    ("lang", "article", "note"),
    [
        ("en", "art. 2, paragraph 1, point (a)", "Paragraph number from memory."),
        ("nl", "art. 2, lid 1, punt a)", "Nummer van het lid uit het geheugen."),
    ],
)
def test_articles_and_notes_are_said_in_the_language(mission: Visitor, lang: str, article: str, note: str) -> None:
    assert mission.fill("/compte/langue", _from="/compte", langue=lang).status_code == 303
    text = read(mission, "/administration/droit?on=2025-06-01")
    assert article in text
    assert note in text or note in read(mission, "/administration/droit?on=2010-01-01")
    assert "paragraphe 1" not in text
    assert "de mémoire" not in text
    assert "non vérifié" not in text
    assert "règle 1" not in text
