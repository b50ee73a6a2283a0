"""What is missing in a file is counted one way wherever the page says it."""

from __future__ import annotations

import re

from tests.edge.web.conftest import Town, Visitor


def _said(page: str, pattern: str) -> int:
    found = re.search(pattern, page)
    assert found, pattern
    return int(found[1])


def test_documents_are_counted_once_and_the_same_everywhere(town: Town, mission: Visitor) -> None:
    page = mission.get(f"/dossiers/{town.shared.ref}").text
    summary = _said(page, r"Il manque [^<.]*?(\d+) pièces?\.")
    required = re.search(r"pièces? pour la suite, dont (\d+) exigée", page)
    assert summary == (int(required[1]) if required else _said(page, r"Il manque (\d+) pièces? pour la suite"))
    rows = re.findall(r'<li><a href="[^"]*">([^<]*)</a> <span class="soft small">exigée pour', page)
    assert len(set(rows)) == summary


def test_a_count_of_answers_tells_those_required(town: Town, mission: Visitor) -> None:
    page = mission.get(f"/dossiers/{town.shared.ref}").text
    every = _said(page, r'<span class="count">(\d+)<span class="hidden"> réponses à donner')
    demanded = _said(page, r"réponses à donner</span></span> <span class=\"soft small\">dont (\d+) exigée")
    assert 0 < demanded < every
    assert demanded == _said(page, r"Il manque (\d+) réponses?, ")


def test_a_step_says_what_it_lacks_and_what_is_to_be_checked(town: Town, mission: Visitor) -> None:
    page = mission.get(f"/dossiers/{town.shared.ref}").text
    lacking = _said(page, r"il manque (\d+) conditions?")
    met, every = (int(one) for one in re.findall(r"<b>(\d+) / (\d+)</b><span class=\"hidden\"> conditions", page)[0])
    checks = re.search(r"il manque \d+ conditions?, (\d+) points? à vérifier", page)
    assert met + lacking + (int(checks[1]) if checks else 0) == every
