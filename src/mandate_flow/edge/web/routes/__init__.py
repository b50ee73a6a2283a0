"""The pages, one module per place of the navigation."""

from __future__ import annotations

from typing import Final

from mandate_flow.edge.web.routes import (
    administration,
    agenda,
    board,
    calendars,
    communes,
    control,
    definitions,
    door,
    dossier,
    files,
    guide,
    inventory,
    inventory_triage,
    law,
    machine,
    mailbox,
    money,
    parties,
    payments,
    rates,
    regime,
    structure_form,
    structures,
    year_form,
)

ROUTERS: Final = (
    machine.pages,
    door.pages,
    board.pages,
    files.pages,
    dossier.pages,
    money.pages,
    parties.pages,
    year_form.pages,
    payments.pages,
    regime.pages,
    communes.pages,
    inventory.pages,
    inventory_triage.pages,
    structure_form.pages,
    structures.pages,
    agenda.pages,
    calendars.pages,
    mailbox.pages,
    control.pages,
    administration.pages,
    definitions.pages,
    law.pages,
    rates.pages,
    guide.pages,
)
