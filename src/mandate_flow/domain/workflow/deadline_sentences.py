"""Why a deadline cannot be extended, suspended, resumed or waived, in the three languages of the product."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from mandate_flow.domain.law import Text

SENTENCES: Final[Mapping[str, tuple[Text, Text]]] = {
    "deadline_of_others": (
        {
            "fr": "Échéance d’une autre collectivité",
            "en": "Another authority’s deadline",
            "nl": "Termijn van een andere overheid",
        },
        {
            "fr": "Cette échéance est celle d’une autre collectivité : son agent, la mission ou le juriste peuvent la "
            "modifier.",
            "en": "This deadline is another authority’s: its agent, the mission or the jurist may change it.",
            "nl": "Deze termijn is van een andere overheid: haar ambtenaar, de missie of de jurist kan hem wijzigen.",
        },
    ),
    "not_extendable": (
        {"fr": "Délai qui ne se prolonge pas", "en": "Not to be extended", "nl": "Niet te verlengen"},
        {
            "fr": "« {question[fr]} » : personne ne peut prolonger ce délai. Un texte le fixe, ou il appartient à "
            "quelqu’un d’autre.",
            "en": "“{question[en]}”: nobody may extend this period. A text sets it, or it belongs to somebody else.",
            "nl": "“{question[nl]}”: niemand kan deze termijn verlengen. Een tekst bepaalt hem, of hij behoort aan "
            "iemand anders.",
        },
    ),
    "not_suspendable": (
        {"fr": "Délai qui ne se suspend pas", "en": "Not to be suspended", "nl": "Niet te schorsen"},
        {
            "fr": "« {question[fr]} » : ce délai ne s’arrête pas pour reprendre ensuite là où il en était.",
            "en": "“{question[en]}”: this period does not stop and then go on from where it stood.",
            "nl": "“{question[nl]}”: deze termijn wordt niet stilgezet om daarna verder te lopen.",
        },
    ),
    "not_restartable": (
        {"fr": "Délai qui ne repart pas de zéro", "en": "Does not start again", "nl": "Begint niet opnieuw"},
        {
            "fr": "« {question[fr]} » : ce délai ne repart pas de zéro. Celui du préfet le fait, quand il demande des "
            "pièces.",
            "en": "“{question[en]}”: this period does not start again from zero. The prefect’s does, on a request for "
            "documents.",
            "nl": "“{question[nl]}”: deze termijn begint niet van nul af. Die van de prefect doet dat, bij een vraag "
            "om stukken.",
        },
    ),
    "not_waivable": (
        {"fr": "Obligation dont on ne dispense pas", "en": "Not to be waived", "nl": "Geen vrijstelling mogelijk"},
        {
            "fr": "« {question[fr]} » : personne ne peut en dispenser. Un texte l’exige, ou le délai appartient à "
            "quelqu’un d’autre.",
            "en": "“{question[en]}”: nobody may waive it. A text demands it, or the period belongs to somebody else.",
            "nl": "“{question[nl]}”: niemand kan hiervan vrijstellen. Een tekst eist het, of de termijn behoort aan "
            "iemand anders.",
        },
    ),
    "deadline_settled": (
        {"fr": "Échéance déjà réglée", "en": "Deadline already settled", "nl": "Termijn al afgehandeld"},
        {
            "fr": "« {question[fr]} » est déjà satisfaite, ou quelqu’un en a dispensé : il n’y a plus rien à modifier.",
            "en": "“{question[en]}” is met already, or was waived: there is nothing left to change.",
            "nl": "“{question[nl]}” is al nagekomen, of er werd van vrijgesteld: er valt niets meer te wijzigen.",
        },
    ),
    "deadline_suspended": (
        {"fr": "Délai suspendu", "en": "Period suspended", "nl": "Termijn geschorst"},
        {
            "fr": "« {question[fr]} » est suspendue : faites-la reprendre d’abord.",
            "en": "“{question[en]}” is suspended: resume it first.",
            "nl": "“{question[nl]}” is geschorst: laat hem eerst hervatten.",
        },
    ),
    "deadline_runs": (
        {"fr": "Délai en cours", "en": "Period running", "nl": "Termijn loopt"},
        {
            "fr": "Cette échéance n’est ni suspendue ni dispensée : il n’y a rien à reprendre.",
            "en": "This deadline is neither suspended nor waived: there is nothing to resume.",
            "nl": "Deze termijn is niet geschorst en er is niet van vrijgesteld: er valt niets te hervatten.",
        },
    ),
    "until_not_later": (
        {"fr": "Nouveau dernier jour", "en": "New last day", "nl": "Nieuwe laatste dag"},
        {
            "fr": "Une prolongation mène à un jour plus tardif que le dernier jour actuel, et qui n’est pas passé.",
            "en": "An extension leads to a day later than the present last day, and not past.",
            "nl": "Een verlenging leidt naar een latere dag dan de huidige laatste dag, die niet voorbij is.",
        },
    ),
    "suspension_outside": (
        {"fr": "Début de la suspension", "en": "Start of the suspension", "nl": "Begin van de schorsing"},
        {
            "fr": "Un délai se suspend pendant qu’il court : entre son point de départ et son dernier jour, et pas "
            "après aujourd’hui.",
            "en": "A period is suspended while it runs: between its start and its last day, and not after today.",
            "nl": "Een termijn wordt geschorst terwijl hij loopt: tussen het begin en de laatste dag, en niet na "
            "vandaag.",
        },
    ),
    "resumption_outside": (
        {"fr": "Reprise du délai", "en": "Resumption of the period", "nl": "Hervatting van de termijn"},
        {
            "fr": "Un délai reprend le jour où il a été suspendu ou après, et pas après aujourd’hui.",
            "en": "A period resumes on the day it was suspended or later, and not after today.",
            "nl": "Een termijn hervat op de dag van de schorsing of later, en niet na vandaag.",
        },
    ),
}
