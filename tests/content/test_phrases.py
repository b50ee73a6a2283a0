from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from mandate_flow.content.phrases import CompiledPhrase
from mandate_flow.domain.errors import BadContent
from mandate_flow.domain.expression import Unknown
from mandate_flow.domain.value import ERASED, FactType
from mandate_flow.domain.workflow.definition import Choice, FactKind


def _kind(name: str, kind: FactType, **more: Any) -> FactKind:
    return FactKind(name, kind, "s", {"fr": f"La question {name}", "en": f"Question {name}"}, **more)


YES = Choice("YES", {"fr": "Accordé", "en": "Granted"})
FACTS = {
    "amount": _kind("amount", FactType.MONEY),
    "rate": _kind("rate", FactType.PERCENTAGE),
    "count": _kind("count", FactType.NUMBER),
    "end": _kind("end", FactType.DATE),
    "answer": _kind("answer", FactType.CHOICE, choices=(YES,)),
    "answers": _kind("answers", FactType.CHOICES, choices=(YES,)),
    "sure": _kind("sure", FactType.YES_NO),
}
GIVEN = {
    "amount": Decimal("1234.5"),
    "rate": Decimal("12.50"),
    "count": Decimal(12000),
    "end": date(2026, 11, 23),
    "answer": "YES",
    "answers": ("YES", "OLD"),
    "sure": True,
}


def say(text: str, names: dict[str, Any] | None = None, lang: str = "fr") -> str:
    said = CompiledPhrase({"fr": text, "en": text, "nl": text}, FACTS, "f.yaml:3")(
        lang, GIVEN if names is None else names
    )
    return said.replace("\u00a0", "~").replace("\u202f", "~")


@pytest.mark.parametrize(
    ("text", "fr", "en", "nl"),
    [
        ("{{ amount }}", "1~234,50~€", "€1,234.50", "€~1.234,50"),
        ("{{ rate }}", "12,5~%", "12.5%", "12,5~%"),
        ("{{ count }}", "12~000", "12,000", "12.000"),
        ("{{ end }}", "23~novembre~2026", "23~November~2026", "23~november~2026"),
        ("{{ answer }}", "Accordé", "Granted", "Accordé"),
        ("{{ answers }}", "Accordé, OLD", "Granted, OLD", "Accordé, OLD"),
        ("{{ sure }}", "oui", "yes", "ja"),
        ("{{ count | euros }}", "12~000~€", "€12,000", "€~12.000"),
        ("{{ (amount + 10) | euros }}", "1~244,50~€", "€1,244.50", "€~1.244,50"),
    ],
)
def test_values_are_said_in_the_language_of_the_reader(text: str, fr: str, en: str, nl: str) -> None:
    assert [say(text, lang=lang) for lang in ("fr", "en", "nl")] == [fr, en, nl]


def test_the_first_of_a_month_is_said_as_such_in_french() -> None:
    assert say("{{ end }}", {"end": date(2027, 1, 1)}) == "1er~janvier~2027"


def test_values_still_compare_as_what_they_are() -> None:
    assert say("{% if amount > 1000 and answer == 'YES' and end.year == 2026 %}oui{% endif %}") == "oui"


@pytest.mark.parametrize("names", [{}, {"amount": None}, {"amount": Unknown(frozenset({"amount"}))}])
def test_an_answer_not_given_never_breaks_the_sentence(names: dict[str, Any]) -> None:
    assert say("{{ amount }} {{ (amount - 3) | euros }} {{ amount | euros }}", names) == " ".join(
        ["(à renseigner)"] * 3
    )
    assert say("{% if amount > 3 %}a{% elif amount < 3 %}b{% else %}c{% endif %}", names) == "c"


def test_an_erased_answer_is_said_to_be_erased() -> None:
    assert say("{{ amount }}", {"amount": ERASED}) == "(effacé)"


def test_what_is_missing_is_said_by_the_label_of_the_question() -> None:
    names = {"missing": ("amount", "law.x.y")}
    assert say("{{ missing }}", names) == "La question amount, law.x.y"
    assert say("{{ missing | join(' et ') }}", names) == "La question amount et law.x.y"


@pytest.mark.parametrize(
    "law", [{"texts": {"limit": Decimal(10)}}, SimpleNamespace(texts=SimpleNamespace(limit=Decimal(10)))]
)
def test_the_law_is_read_by_dots_and_may_be_silent(law: object) -> None:
    assert say("{{ law.texts.limit }} {{ law.texts.other }}", {"law": law}) == "10 (valeur inconnue)"


def test_a_wrong_sentence_names_its_place() -> None:
    with pytest.raises(BadContent) as caught:
        say("{{ nobody }}")
    assert caught.value.where == "f.yaml:3"


@pytest.mark.parametrize(
    "text", ["{{ ''.__class__ }}", "{{ amount.__class__.__mro__ }}", "{% include 'x' %}", "{{ range(9) }}"]
)
def test_a_sentence_reaches_nothing_else(text: str) -> None:
    with pytest.raises(BadContent):
        say(text)


def test_names_and_law_of_a_sentence_are_known_without_writing_it() -> None:
    phrase = CompiledPhrase({"fr": "{{ amount }} {{ nobody }} {{ law.text.limit | euros }}"}, FACTS)
    assert list(phrase.unknown_names()) == [("fr", "nobody")]
    assert phrase.law_cited() == {"text.limit"}
