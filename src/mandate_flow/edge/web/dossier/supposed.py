"""The file as it would be with the answers typed so far, to know what to ask next."""

from __future__ import annotations

from dataclasses import replace

from mandate_flow.domain.value import Fact
from mandate_flow.edge.web.dossier.questions import read
from mandate_flow.edge.web.forms import Form
from mandate_flow.service.reading import FilePage


def supposing(page: FilePage, form: Form) -> FilePage:
    """The page with the readable answers of the form in the place of those recorded."""
    trial = Form((name, value) for name, values in form.typed.items() for value in values)
    facts = dict(page.file.facts)
    for key, value in read(page, trial).items():
        if value is None:
            facts.pop(key, None)
        else:
            facts[key] = Fact(page.definition.facts[key[0]].type, value)
    return replace(page, file=replace(page.file, facts=facts))
