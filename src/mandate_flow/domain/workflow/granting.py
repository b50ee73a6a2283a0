"""Aid that a file grants: which steps need to know the ledger, and what a granting step writes in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Final

from mandate_flow.domain.deminimis import REGIME_OF, Grant, Ledger, Source, Verdict, grant_to_json
from mandate_flow.domain.event import Draft
from mandate_flow.domain.expression import Expression
from mandate_flow.domain.file import File
from mandate_flow.domain.workflow.definition import Definition, LawOn, Requirement, Step
from mandate_flow.domain.workflow.known import Known
from mandate_flow.domain.workflow.scope import FileScope, aid_amount, law_day

HEAD: Final = "aid."


def looks_at_aid(definition: Definition, file: File, step: Step | None, day: date, known: Known) -> bool:
    """Whether the ledger matters to this step of this file: only then is it read."""
    if step is None or not file.structures:
        return False
    if step.grants and regime_of(file) in REGIME_OF:
        return True
    return any(
        _asks(one.when)
        or (_asks(one.that) and (one.when is None or one.when(_scope(definition, file, one, day, known)) is not False))
        for one in map(definition.requirements.__getitem__, step.requires)
    )


def granting(definition: Definition, file: File, step: Step, draft: Draft, day: date, known: Known) -> Draft:
    """The draft of a step taken, with the aid it grants and the figures it was judged by."""
    amount = aid_amount(file)
    if not step.grants or not file.structures or amount is None or regime_of(file) not in REGIME_OF:
        return draft
    on, _ = law_day(definition, file, LawOn.GRANT, "", day)
    grant = Grant(
        id=f"{file.id}-{file.version + 1}",
        structure=file.structures[0],
        regime=REGIME_OF[regime_of(file)],
        amount=amount,
        granted_on=on,
        authority=file.authorities[0],
        instrument=_text(file, "instrument") or "grant",
        source=Source.FILE,
        file_id=file.id,
        sgei=file.title,
    )
    outcome = {**draft.outcome, "aid": grant_to_json(grant, _verdict(file, grant, known))}
    return replace(draft, outcome=outcome)


def regime_of(file: File) -> str:
    """The regime chosen in the file, "" before."""
    return _text(file, "regime")


def _verdict(file: File, grant: Grant, known: Known) -> Verdict:
    ledger = known.aid.ledger or Ledger(grant.structure)
    declared = file.fact("deminimis_prior")
    prior = declared.value if declared is not None and isinstance(declared.value, Decimal) else Decimal(0)
    return ledger.what_if(grant, known.law, declared=prior)


def _asks(condition: Expression | None) -> bool:
    return condition is not None and any(name.startswith(HEAD) for name in condition.names)


def _scope(definition: Definition, file: File, one: Requirement, day: date, known: Known) -> FileScope:
    on, _ = law_day(definition, file, one.law_on, "", day)
    return FileScope(definition, file, known.law, day, on)


def _text(file: File, name: str) -> str:
    found = file.fact(name)
    return found.value if found is not None and isinstance(found.value, str) else ""
