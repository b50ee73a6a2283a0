"""The words in which a computation of dates is told, by language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Speech:
    """One language: names of months, units (one, several), closed days, and a sentence for each kind of step.

    `decisions` names what a person may have decided, by the kind of line that tells it.
    """

    lang: str
    colon: str
    first: str
    months: tuple[str, ...]
    units: Mapping[str, tuple[str, str]]
    weekend: Mapping[str, str]
    holiday: str
    decisions: Mapping[str, str]
    sentences: Mapping[str, str]


FRENCH: Final = Speech(
    lang="fr",
    colon="\u00a0:",
    first="1er",
    months=tuple("janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()),
    units={
        "years": ("an", "ans"),
        "months": ("mois", "mois"),
        "weeks": ("semaine", "semaines"),
        "days": ("jour", "jours"),
        "working": ("jour ouvré", "jours ouvrés"),
        "clear": ("jour franc", "jours francs"),
    },
    weekend={"saturday": "un samedi", "sunday": "un dimanche"},
    holiday="un jour férié ({name})",
    decisions={
        "extended": "la prolongation",
        "suspended": "la suspension",
        "resumed": "la suspension",
        "restarted": "la reprise à zéro",
        "waived": "la dispense",
        "reinstated": "la fin de la dispense",
    },
    sentences={
        "trigger": "Point de départ\u00a0: {label}, le {day}.",
        "plus": "On ajoute {length}\u00a0: {day}.",
        "plus_back": "On retire {length}\u00a0: {day}.",
        "working": "On compte {length} à partir du lendemain\u00a0: {day}.",
        "working_back": "On compte {length} à rebours, à partir de la veille\u00a0: {day}.",
        "clear": "On laisse passer {length}, sans compter le premier ni le dernier\u00a0: {day}.",
        "clear_back": "On remonte de {length}, sans compter le premier ni le dernier\u00a0: {day}.",
        "franc": "Le délai est franc, ni le premier ni le dernier jour ne comptent\u00a0: {day}.",
        "roll": "Le {before} est {reason}\u00a0: report au {day}.",
        "roll_back": "Le {before} est {reason}\u00a0: retour au {day}.",
        "deferred": "Reporté au {day}, par décision motivée.",
        "extended": "Délai prolongé par décision\u00a0: jusqu’au {day}.",
        "suspended": "Délai suspendu à partir du {day}\u00a0: il ne court plus.",
        "suspended_restarts": "Délai interrompu le {day}\u00a0: il repartira de zéro.",
        "resumed": "Le délai court de nouveau depuis le {day}.",
        "lost": "La suspension a duré {length}\u00a0: {day}.",
        "left": "Il restait {length}\u00a0: {day}.",
        "restarted": "Le délai repart de zéro le {day}.",
        "waived": "Dispense accordée le {day}\u00a0: rien n’est plus attendu.",
        "reinstated": "La dispense est levée le {day}\u00a0: l’échéance est de nouveau attendue.",
        "lapsed": "Le point de départ ou la règle a changé\u00a0: {decision} ne vaut plus (l’échéance était au {day}).",
        "reading_cautious": "Lecture prudente\u00a0; l’autre lecture{said} donnerait le {day}.",
        "reading_other": "Autre lecture{said}, retenue par la métropole\u00a0; la lecture prudente donnerait le {day}.",
    },
)

ENGLISH: Final = Speech(
    lang="en",
    colon=":",
    first="1",
    months=tuple("January February March April May June July August September October November December".split()),
    units={
        "years": ("year", "years"),
        "months": ("month", "months"),
        "weeks": ("week", "weeks"),
        "days": ("day", "days"),
        "working": ("working day", "working days"),
        "clear": ("clear day", "clear days"),
    },
    weekend={"saturday": "a Saturday", "sunday": "a Sunday"},
    holiday="a public holiday ({name})",
    decisions={
        "extended": "the extension",
        "suspended": "the suspension",
        "resumed": "the suspension",
        "restarted": "the new start",
        "waived": "the waiver",
        "reinstated": "the end of the waiver",
    },
    sentences={
        "trigger": "Starting point: {label}, on {day}.",
        "plus": "Adding {length}: {day}.",
        "plus_back": "Going back {length}: {day}.",
        "working": "Counting {length} from the next day: {day}.",
        "working_back": "Counting {length} backwards from the day before: {day}.",
        "clear": "Leaving {length} between, neither first nor last day counted: {day}.",
        "clear_back": "Going back {length}, neither first nor last day counted: {day}.",
        "franc": "The period is clear (délai franc), neither first nor last day counted: {day}.",
        "roll": "{before} is {reason}: moved on to {day}.",
        "roll_back": "{before} is {reason}: moved back to {day}.",
        "deferred": "Deferred to {day}, by reasoned decision.",
        "extended": "Extended by decision: until {day}.",
        "suspended": "Suspended from {day}: the period no longer runs.",
        "suspended_restarts": "Interrupted on {day}: the period will start again from zero.",
        "resumed": "The period runs again since {day}.",
        "lost": "The suspension lasted {length}: {day}.",
        "left": "{length} were left: {day}.",
        "restarted": "The period starts again from zero on {day}.",
        "waived": "Waived on {day}: nothing is expected any more.",
        "reinstated": "The waiver ends on {day}: the deadline is expected again.",
        "lapsed": "The starting point or the rule has changed: {decision} no longer holds (the last day was {day}).",
        "reading_cautious": "Cautious reading; the other reading{said} would give {day}.",
        "reading_other": "Other reading{said}, chosen by the métropole; the cautious reading would give {day}.",
    },
)

DUTCH: Final = Speech(
    lang="nl",
    colon=":",
    first="1",
    months=tuple("januari februari maart april mei juni juli augustus september oktober november december".split()),
    units={
        "years": ("jaar", "jaar"),
        "months": ("maand", "maanden"),
        "weeks": ("week", "weken"),
        "days": ("dag", "dagen"),
        "working": ("werkdag", "werkdagen"),
        "clear": ("volle dag", "volle dagen"),
    },
    weekend={"saturday": "een zaterdag", "sunday": "een zondag"},
    holiday="een feestdag ({name})",
    decisions={
        "extended": "de verlenging",
        "suspended": "de schorsing",
        "resumed": "de schorsing",
        "restarted": "de nieuwe start",
        "waived": "de vrijstelling",
        "reinstated": "het einde van de vrijstelling",
    },
    sentences={
        "trigger": "Vertrekpunt: {label}, op {day}.",
        "plus": "Plus {length}: {day}.",
        "plus_back": "Min {length}: {day}.",
        "working": "Plus {length}, te tellen vanaf de volgende dag: {day}.",
        "working_back": "Min {length}, terug te tellen vanaf de vorige dag: {day}.",
        "clear": "Met {length} ertussen, zonder de eerste en de laatste dag: {day}.",
        "clear_back": "Terug met {length} ertussen, zonder de eerste en de laatste dag: {day}.",
        "franc": "De termijn telt volle dagen (délai franc), zonder de eerste en de laatste dag: {day}.",
        "roll": "{before} is {reason}: verschoven naar {day}.",
        "roll_back": "{before} is {reason}: vervroegd naar {day}.",
        "deferred": "Uitgesteld tot {day}, bij gemotiveerde beslissing.",
        "extended": "Verlengd bij beslissing: tot {day}.",
        "suspended": "Geschorst vanaf {day}: de termijn loopt niet meer.",
        "suspended_restarts": "Gestuit op {day}: de termijn begint opnieuw van nul af.",
        "resumed": "De termijn loopt opnieuw sinds {day}.",
        "lost": "De schorsing duurde {length}: {day}.",
        "left": "Er bleven {length} over: {day}.",
        "restarted": "De termijn begint op {day} opnieuw van nul af.",
        "waived": "Vrijgesteld op {day}: er wordt niets meer verwacht.",
        "reinstated": "De vrijstelling eindigt op {day}: de termijn geldt opnieuw.",
        "lapsed": "Het vertrekpunt of de regel is gewijzigd: {decision} geldt niet meer (de laatste dag was {day}).",
        "reading_cautious": "Voorzichtige lezing; de andere lezing{said} zou {day} geven.",
        "reading_other": "Andere lezing{said}, gekozen door de métropole; de voorzichtige lezing zou {day} geven.",
    },
)

SPEECHES: Final[Mapping[str, Speech]] = {one.lang: one for one in (FRENCH, ENGLISH, DUTCH)}

HOLIDAYS: Final[Mapping[str, Mapping[str, str]]] = {
    "en": {
        "Jour de l’an": "New Year’s Day",
        "Lundi de Pâques": "Easter Monday",
        "Fête du Travail": "Labour Day",
        "Fête de la Victoire": "Victory Day",
        "Ascension": "Ascension Day",
        "Lundi de Pentecôte": "Whit Monday",
        "Fête nationale": "Bastille Day",
        "Assomption": "Assumption Day",
        "Toussaint": "All Saints’ Day",
        "Armistice": "Armistice Day",
        "Noël": "Christmas Day",
    },
    "nl": {
        "Jour de l’an": "nieuwjaarsdag",
        "Lundi de Pâques": "paasmaandag",
        "Fête du Travail": "Dag van de Arbeid",
        "Fête de la Victoire": "Dag van de Overwinning",
        "Ascension": "Hemelvaartsdag",
        "Lundi de Pentecôte": "pinkstermaandag",
        "Fête nationale": "Franse nationale feestdag",
        "Assomption": "Maria-Hemelvaart",
        "Toussaint": "Allerheiligen",
        "Armistice": "Wapenstilstand",
        "Noël": "Kerstmis",
    },
}
"""Names of the French public holidays, by their French name."""
