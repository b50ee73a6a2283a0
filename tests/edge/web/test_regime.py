"""The page that compares the regimes: what it recommends, what it waits for, and where its questions begin."""

import re
from decimal import Decimal
from html import unescape

from mandate_flow.domain.command import RecordFacts
from mandate_flow.domain.value import Value
from mandate_flow.edge.clock import moment
from mandate_flow.service.act import Done, act
from tests.edge.web.conftest import Town, signed_in

SERVICE: dict[str, Value] = {
    "service_category": "general",
    "economic_activity": True,
    "economic_reasons": "Les usagers paient",
    "state_resources": True,
    "selective_advantage": True,
    "trade_effect": True,
    "market_failure": "Aucune offre",
    "obligations": "Une station par quartier",
    "excluded_sector": False,
    "rgec_category": "none",
}
AMOUNTS: dict[str, Value] = {
    "planned_years": Decimal(5),
    "deminimis_amount": Decimal(412_500),
    "yearly_amount": Decimal(82_500),
    "deminimis_prior": Decimal(0),
}


def page(town: Town, answers: dict[str, Value], wanted: str = "?groupe=comparaison") -> str:
    """The page of Ahmed's file once he has given these answers."""
    facts = {(name, ""): value for name, value in answers.items()}
    done = act(town.desk, town.shared.id, RecordFacts(facts), moment(town.ahmed))
    assert isinstance(done, Done), done
    text = signed_in(town, town.ahmed).get(f"/dossiers/{town.shared.ref}/regime{wanted}").text
    return unescape(text)


def recommended(text: str) -> str:
    found = re.search(r'<section class="card" aria-labelledby="titre-recommande">.*?</section>', text, re.DOTALL)
    assert found
    return found[0]


def test_notification_is_never_recommended_while_the_amounts_are_missing(town: Town) -> None:
    told = recommended(page(town, SERVICE))
    assert "Pas encore de recommandation" in told
    assert "Il manque :" in told
    assert "Quel montant total lui promettez-vous en signant" in told
    assert 'href="/dossiers/' in told
    assert "Régime recommandé" not in told
    assert "notifiez" not in told
    assert "laissez ces réponses vides" not in told, "an amount is never left empty"


def test_the_lightest_regime_is_recommended_once_nothing_lighter_is_open(town: Town) -> None:
    told = recommended(page(town, SERVICE | AMOUNTS))
    assert "Régime recommandé : R5 – De minimis SIEG" in told
    assert "Il manque :" not in told


def test_reasons_that_may_stay_empty_are_told_so(town: Town) -> None:
    silent = {name: value for name, value in SERVICE.items() if name not in ("market_failure", "obligations")}
    told = recommended(page(town, silent | AMOUNTS | {"deminimis_amount": Decimal(200_000)}))
    assert "Pas encore de recommandation" in told
    assert "laissez ces réponses vides et choisissez le plus léger" in told


def test_the_questions_begin_at_the_first_group_that_is_not_complete(town: Town) -> None:
    text = page(town, SERVICE, wanted="")
    now = re.search(r'aria-current="step">.*?</li>', text, re.DOTALL)
    assert now
    assert "L’activité" in now[0], "who pays and who else offers it are not told yet"


def test_an_article_is_cited_once_beside_a_sentence(town: Town) -> None:
    text = page(town, SERVICE | AMOUNTS)
    laws = re.findall(r'class="law">([^<]*)<', text)
    assert laws
    for law in laws:
        cited = [one.strip() for one in law.split(";\n")]
        assert len(cited) == len(set(cited)), cited
