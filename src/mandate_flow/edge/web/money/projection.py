"""What may come, on its page: three scenarios of the agreed plan, each year with its ceiling and its profit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from mandate_flow.domain.compensation import Drift, Missing, Projection, Scenario, project
from mandate_flow.domain.compensation.reading import number, plan_of, years_of
from mandate_flow.domain.errors import BadInput
from mandate_flow.domain.file import File
from mandate_flow.domain.law import Citation, LawBook
from mandate_flow.domain.workflow.definition import Definition
from mandate_flow.domain.workflow.scope import FileScope
from mandate_flow.edge.web.forms import Form, read_percentage
from mandate_flow.edge.web.language import N_, _
from mandate_flow.edge.web.money.chart import Chart, Series, columns

COMPARED: Final = "amount_within_ceiling"
CEILING: Final = "sgei_decision.ceiling_per_year"
FIELDS: Final = ("indexation_couts", "indexation_recettes", "ecart_couts", "ecart_recettes")
USUAL: Final = {"ecart_couts": Decimal(5), "ecart_recettes": Decimal(5)}
LEAST, MOST = Decimal(-50), Decimal(50)
SCENARIOS: Final = {
    Scenario.BASE: (N_("Comme prévu"), N_("Le plan d’affaires du mandat, indexé.")),
    Scenario.LOW: (
        N_("Plus favorable"),
        N_("Coûts plus bas et recettes plus hautes : la compensation prévue peut être trop forte."),
    ),
    Scenario.HIGH: (
        N_("Plus défavorable"),
        N_("Coûts plus hauts et recettes plus basses : l’organisme peut manquer d’argent."),
    ),
}
CSS: Final = {Scenario.BASE: "c-most", Scenario.LOW: "c-cost", Scenario.HIGH: "c-paid"}


@dataclass(frozen=True, slots=True)
class Outlook:
    """One scenario in words and figures."""

    code: str
    title: str
    help: str
    projection: Projection


@dataclass(frozen=True, slots=True)
class Hypotheses:
    """Percentages as typed: yearly indexation, and by how much the scenarios depart from the plan."""

    costs_yearly: Decimal
    revenues_yearly: Decimal
    costs: Decimal
    revenues: Decimal

    def drift(self, scenario: Scenario) -> Drift:
        """What a scenario adds to the plan: dearer and poorer when it is high, the reverse when it is low."""
        sign = {Scenario.BASE: 0, Scenario.LOW: -1, Scenario.HIGH: 1}[scenario]
        return Drift(self.costs * sign, -self.revenues * sign, self.costs_yearly, self.revenues_yearly)


def hypotheses(form: Form) -> Hypotheses:
    """What was typed in the address; a wrong percentage is told beside its field and counts as not typed."""
    read = {name: _percentage(form, name) for name in FIELDS}
    return Hypotheses(
        read["indexation_couts"], read["indexation_recettes"], read["ecart_couts"], read["ecart_recettes"]
    )


def outlooks(file: File, asked: Hypotheses, ceiling: Decimal | None) -> tuple[Outlook, ...] | Missing:
    """The three scenarios, or what is lacking to compute them."""
    plan, rate = plan_of(file), number(file, "profit_rate")
    years = years_of(file) or tuple(one.year for one in plan)
    found = []
    for scenario, (title, words) in SCENARIOS.items():
        projected = project(plan, rate, years, asked.drift(scenario), ceiling)
        if isinstance(projected, Missing):
            return projected
        found.append(Outlook(scenario.value, _(title), _(words), projected))
    return tuple(found)


def outlook_chart(found: Iterable[Outlook]) -> Chart | None:
    """The planned compensation beside the maximum of each scenario."""
    every = tuple(found)
    first = every[0].projection.years
    return columns(
        [str(one.year) for one in first],
        (
            Series("c-plan", _("compensation prévue"), tuple(one.compensation for one in first)),
            *(
                Series(
                    CSS[Scenario(one.code)],
                    _("maximum, {scenario}", scenario=one.title.lower()),
                    tuple(year.maximum for year in one.projection.years),
                )
                for one in every
            ),
        ),
    )


def ceiling_of(definition: Definition, file: File, law: LawBook, on: date, day: date) -> Citation | None:
    """The yearly ceiling, where the workflow compares the amount with it; None for a service without one."""
    rule = definition.requirements.get(COMPARED)
    if rule is None or rule.when is None or rule.when(FileScope(definition, file, law, day, on)) is not True:
        return None
    return law.cite(CEILING, on)


def _percentage(form: Form, name: str) -> Decimal:
    typed = form.read(name, _within)
    return USUAL.get(name, Decimal(0)) if typed is None else typed


def _within(raw: str) -> Decimal:
    value = read_percentage(raw)
    if not LEAST <= value <= MOST:
        raise BadInput("Ce pourcentage est trop grand pour une hypothèse", do="Restez entre -50 et 50.")
    return value
