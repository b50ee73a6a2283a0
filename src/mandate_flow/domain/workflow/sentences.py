"""The refusals every workflow shares, in the three languages of the product."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from mandate_flow.domain.law import Text
from mandate_flow.domain.refusal import Level, Phrase, Refusal
from mandate_flow.domain.workflow.deadline_sentences import SENTENCES as OF_DEADLINES
from mandate_flow.domain.workflow.document_sentences import SENTENCES as OF_DOCUMENTS

_SENTENCES: Final[Mapping[str, tuple[Text, Text]]] = {
    "step_not_open": (
        {"fr": "Étape non ouverte", "en": "Step not open", "nl": "Stap niet open"},
        {
            "fr": "Cette étape ne peut pas être franchie depuis l’état actuel du dossier.",
            "en": "This step cannot be taken from the file’s present state.",
            "nl": "Deze stap kan niet worden gezet vanuit de huidige toestand van het dossier.",
        },
    ),
    "already_taken": (
        {"fr": "Étape déjà franchie", "en": "Step already taken", "nl": "Stap al gezet"},
        {
            "fr": "Cette étape a déjà été franchie.",
            "en": "This step has already been taken.",
            "nl": "Deze stap werd al gezet.",
        },
    ),
    "not_your_role": (
        {
            "fr": "Réservé à une autre fonction",
            "en": "Reserved to another role",
            "nl": "Voorbehouden aan een andere rol",
        },
        {
            "fr": "Votre fonction ne permet pas de franchir cette étape.",
            "en": "Your role does not allow you to take this step.",
            "nl": "Uw rol laat niet toe deze stap te zetten.",
        },
    ),
    "four_eyes_same_person": (
        {"fr": "Deuxième personne", "en": "Second person", "nl": "Tweede persoon"},
        {
            "fr": "Cette étape se prend à deux : une autre personne que celle qui l’a proposée doit la confirmer.",
            "en": "This step takes two people: someone other than the proposer must confirm it.",
            "nl": "Voor deze stap zijn twee personen nodig: iemand anders dan de indiener moet bevestigen.",
        },
    ),
    "reason_missing": (
        {"fr": "Motif", "en": "Reason", "nl": "Reden"},
        {
            "fr": "Indiquez le motif : il reste dans l’historique du dossier.",
            "en": "Give the reason: it stays in the file’s history.",
            "nl": "Geef de reden op: die blijft in de geschiedenis van het dossier.",
        },
    ),
    "control_already_known": (
        {"fr": "Contrôle déjà ouvert", "en": "Control already opened", "nl": "Controle al geopend"},
        {
            "fr": "Le contrôle annuel de l’exercice {occurrence} a déjà été ouvert.",
            "en": "The annual control of {occurrence} has already been opened.",
            "nl": "De jaarlijkse controle van {occurrence} werd al geopend.",
        },
    ),
    "year_outside": (
        {"fr": "Exercice hors du mandat", "en": "Year outside the mandate", "nl": "Boekjaar buiten het mandaat"},
        {
            "fr": "L’exercice {occurrence} n’est pas de ce mandat.",
            "en": "{occurrence} is not a year of this entrustment.",
            "nl": "{occurrence} is geen boekjaar van dit mandaat.",
        },
    ),
    "control_closed": (
        {"fr": "Contrôle clos", "en": "Control closed", "nl": "Controle afgesloten"},
        {
            "fr": "Le contrôle de {occurrence} est clos sur les versements d’alors : ils ne s’annulent plus.",
            "en": "The control of {occurrence} was closed on the payments of the time: they are no longer cancelled.",
            "nl": "De controle van {occurrence} is afgesloten op die betalingen: ze worden niet meer geannuleerd.",
        },
    ),
    "control_not_open": (
        {"fr": "Contrôle non ouvert", "en": "Control not open", "nl": "Controle niet open"},
        {
            "fr": "Aucun contrôle annuel n’est ouvert pour l’exercice {occurrence}.",
            "en": "No annual control is open for {occurrence}.",
            "nl": "Er is geen jaarlijkse controle open voor {occurrence}.",
        },
    ),
    "year_missing": (
        {"fr": "Exercice", "en": "Financial year", "nl": "Boekjaar"},
        {
            "fr": "Indiquez l’exercice concerné (quatre chiffres).",
            "en": "Give the financial year (four digits).",
            "nl": "Geef het boekjaar op (vier cijfers).",
        },
    ),
    "meeting_missing": (
        {"fr": "Jour", "en": "Day", "nl": "Dag"},
        {
            "fr": "Indiquez le jour de la séance ou de la décision concernée.",
            "en": "Give the day of the meeting or decision concerned.",
            "nl": "Geef de dag van de zitting of de beslissing op.",
        },
    ),
    "party_missing": (
        {"fr": "Collectivité ou structure", "en": "Authority or structure", "nl": "Overheid of organisatie"},
        {
            "fr": "Indiquez la collectivité ou la structure du dossier pour laquelle vous franchissez cette étape.",
            "en": "Say for which authority or structure of the file you take this step.",
            "nl": "Zeg voor welke overheid of organisatie van het dossier u deze stap zet.",
        },
    ),
    "thread_already_known": (
        {"fr": "Déjà ouvert", "en": "Already opened", "nl": "Al geopend"},
        {
            "fr": "« {question[fr]} » : déjà ouvert pour ce dossier et cette même période ou décision.",
            "en": "“{question[en]}”: already opened for this file and the same period or decision.",
            "nl": "“{question[nl]}”: al geopend voor dit dossier en dezelfde periode of beslissing.",
        },
    ),
    "thread_not_open": (
        {"fr": "Rien d’ouvert", "en": "Nothing open", "nl": "Niets geopend"},
        {
            "fr": "« {question[fr]} » : rien n’est ouvert pour cette période ou cette décision ; ouvrez-le d’abord.",
            "en": "“{question[en]}”: nothing is open for this period or decision; open it first.",
            "nl": "“{question[nl]}”: niets geopend voor deze periode of beslissing; open het eerst.",
        },
    ),
    "to_be_known_first": (
        {"fr": "À préciser d’abord", "en": "To be given first", "nl": "Eerst te vermelden"},
        {
            "fr": "D’autres conditions dépendent de la réponse à « {question[fr]} ».",
            "en": "Other conditions depend on the answer to “{question[en]}”.",
            "nl": "Andere voorwaarden hangen af van het antwoord op “{question[nl]}”.",
        },
    ),
    "fixed_answer": (
        {"fr": "Réponse fixée", "en": "Answer fixed", "nl": "Antwoord vastgelegd"},
        {
            "fr": "« {question[fr]} » fonde ce que deux personnes ont confirmé : "
            "pour changer cette réponse, passez d’abord par « {step[fr]} » et dites pourquoi.",
            "en": "“{question[en]}” is what two people confirmed: to change it, use “{step[en]}” and say why.",
            "nl": "“{question[nl]}” is door twee personen bevestigd: gebruik “{step[nl]}” en zeg waarom.",
        },
    ),
    "fixed_for_good": (
        {"fr": "Réponse fixée", "en": "Answer fixed", "nl": "Antwoord vastgelegd"},
        {
            "fr": "« {question[fr]} » fonde ce que deux personnes ont confirmé et l’acte a été pris sur elle : "
            "elle ne change plus dans ce dossier. Si elle est fausse, prévenez la mission : il faut un autre acte.",
            "en": "“{question[en]}” is what two people confirmed and the act rests on it: it no longer changes in this "
            "file. If it is wrong, tell the mission: another act is needed.",
            "nl": "“{question[nl]}” is door twee personen bevestigd en het besluit steunt erop: het verandert niet "
            "meer in dit dossier. Is het fout, verwittig de missie: er is een ander besluit nodig.",
        },
    ),
    "payments_not_open": (
        {"fr": "Versements non ouverts", "en": "Payments not open", "nl": "Betalingen niet open"},
        {
            "fr": "Aucun versement ne peut être fait à cette étape du dossier.",
            "en": "No payment may be made at this stage of the file.",
            "nl": "In deze fase van het dossier mag geen betaling worden gedaan.",
        },
    ),
    "payment_of_another": (
        {"fr": "Autre collectivité", "en": "Another authority", "nl": "Andere overheid"},
        {
            "fr": "Vous ne pouvez enregistrer que les versements de votre collectivité.",
            "en": "You may only record the payments of your own authority.",
            "nl": "U kunt alleen de betalingen van uw eigen overheid registreren.",
        },
    ),
    "payment_too_early": (
        {"fr": "Date trop ancienne", "en": "Date too early", "nl": "Te vroege datum"},
        {
            "fr": "La date du versement précède le dossier et son mandat : vérifiez l’année.",
            "en": "The date of the payment comes before the file and its mandate: check the year.",
            "nl": "De datum van de betaling valt vóór het dossier en zijn mandaat: controleer het jaar.",
        },
    ),
    "payment_to_come": (
        {"fr": "Date à venir", "en": "Date to come", "nl": "Datum in de toekomst"},
        {
            "fr": "La date du versement est à venir : enregistrez-le une fois fait.",
            "en": "The date of the payment lies ahead: record it once it is made.",
            "nl": "De datum van de betaling ligt in de toekomst: registreer ze zodra ze gedaan is.",
        },
    ),
    "party_in_use": (
        {"fr": "Encore cité dans le dossier", "en": "Still named in the file", "nl": "Nog vermeld in het dossier"},
        {
            "fr": "Des réponses, des pièces ou des versements sont enregistrés sous ce nom : il ne peut pas quitter le "
            "dossier. Effacez, retirez ou annulez-les d’abord, s’ils y sont par erreur.",
            "en": "Answers, documents or payments are recorded under this name: it cannot leave the file. Clear, "
            "withdraw or cancel them first, if they are there by mistake.",
            "nl": "Onder deze naam staan antwoorden, stukken of betalingen: hij kan het dossier niet verlaten. Wis, "
            "trek in of annuleer ze eerst, als ze er bij vergissing staan.",
        },
    ),
    "aid_granted": (
        {"fr": "Aide déjà accordée", "en": "Aid already granted", "nl": "Steun al toegekend"},
        {
            "fr": "Ce dossier a accordé une aide inscrite au registre de minimis : la première collectivité et la "
            "première structure ne changent plus. Si elles sont fausses, il faut un autre acte, donc un autre dossier.",
            "en": "This file granted aid that stands in the de minimis register: its first authority and first "
            "structure no longer change. If they are wrong, another act is needed, hence another file.",
            "nl": "Dit dossier kende steun toe die in het de-minimisregister staat: de eerste overheid en de eerste "
            "organisatie wijzigen niet meer. Zijn ze fout, dan is een ander besluit nodig, dus een ander dossier.",
        },
    ),
    "file_ended": (
        {"fr": "Dossier terminé", "en": "File ended", "nl": "Dossier beëindigd"},
        {
            "fr": "Ce dossier est terminé : il se consulte, il ne se modifie plus.",
            "en": "This file has ended: it can be read, no longer changed.",
            "nl": "Dit dossier is beëindigd: het kan worden geraadpleegd, niet meer gewijzigd.",
        },
    ),
    **OF_DEADLINES,
    **OF_DOCUMENTS,
}

_NO_QUESTION: Final[Text] = {"fr": "", "en": "", "nl": ""}
SHARED_CODES: Final = tuple(_SENTENCES)


def _phrase(text: Text) -> Phrase:
    def say(lang: str, names: Mapping[str, Any]) -> str:
        return (text.get(lang) or text["fr"]).format_map(names)

    return say


_PHRASES: Final = {code: _phrase(text) for code, (_, text) in _SENTENCES.items()}


def shared(
    code: str,
    *,
    remedy: tuple[str, str] = ("", ""),
    occurrence: str = "",
    missing: tuple[str, ...] = (),
    question: Text = _NO_QUESTION,
    step: Text = _NO_QUESTION,
) -> Refusal:
    """A shared refusal by its code; always a blocker.

    `question` is the label of the fact it asks for, `step` that of the step it names.
    """
    return Refusal(
        code=code,
        level=Level.BLOCKER,
        label=_SENTENCES[code][0],
        phrase=_PHRASES[code],
        names={"occurrence": occurrence, "question": question, "step": step},
        remedy=remedy,
        occurrence=occurrence,
        missing=missing,
    )
