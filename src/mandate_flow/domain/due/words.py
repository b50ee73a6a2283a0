"""The words in which a computation of dates is told, by language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Speech:
    """One language: names of months, units (one, several), closed days, and a sentence for each kind of step."""

    lang: str
    colon: str
    first: str
    months: tuple[str, ...]
    units: Mapping[str, tuple[str, str]]
    weekend: Mapping[str, str]
    holiday: str
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
