"""Choose the regime of a file: guided questions, all regimes compared, the choice recorded with what it rests on."""

from __future__ import annotations

from typing import Final

from starlette.responses import Response

from mandate_flow.domain.command import RecordFacts
from mandate_flow.domain.errors import BadInput, Stale
from mandate_flow.domain.refusal import Refused
from mandate_flow.edge.web.dossier.questions import field_name, read
from mandate_flow.edge.web.dossier.regime import COMPARISON, names_for_template, next_group, view_of
from mandate_flow.edge.web.dossier.stale import touched
from mandate_flow.edge.web.dossier.steps import refused_items
from mandate_flow.edge.web.language import _
from mandate_flow.edge.web.render import go, show
from mandate_flow.edge.web.visit import Here, Visit
from mandate_flow.edge.web.who import READERS, WRITERS, Pages
from mandate_flow.service.act import act
from mandate_flow.service.regimes import RegimePage, choose, regime_page

pages: Final = Pages()
CONFLICT: Final = 409
REFUSED: Final = 422
WITH_THE_REGIME: Final = ("regime_reasons", "instrument", "instrument_reasons")


@pages.get_page("/dossiers/{ref}/regime", allows=READERS)
def regime(here: Here, ref: str) -> Response:
    """One group of questions, or the comparison."""
    return _show(here, regime_page(here.desk, ref, here.moment))


@pages.post_form("/dossiers/{ref}/regime", allows=WRITERS)
def answer(here: Here, ref: str) -> Response:
    """Save the answers of one group and go on: to what they make appear, to the next group, to the comparison."""
    before = regime_page(here.desk, ref, here.moment)
    facts = read(before.page, here.form)
    if here.form.errors:
        return _show(here, before, REFUSED)
    facts = touched(before.page, here.version, facts)
    try:
        done = act(here.desk, before.page.file.id, RecordFacts(facts), here.moment, expect=here.version)
    except Stale:
        return _show(here, regime_page(here.desk, ref, here.moment), CONFLICT, stale=True)
    if isinstance(done, Refused):
        return _show(here, before, REFUSED, refused=refused_items(before.page, done.refusals))
    after = regime_page(here.desk, ref, here.moment)
    group = next_group(before, after, here.form.typed_in("groupe"))
    return go(f"/dossiers/{after.page.file.ref}/regime?groupe={group}")


@pages.post_form("/dossiers/{ref}/regime/choix", allows=WRITERS)
def choice(here: Here, ref: str) -> Response:
    """Record the regime, its reasons and the comparison it was chosen from."""
    seen = regime_page(here.desk, ref, here.moment)
    facts = {key[0]: value for key, value in read(seen.page, here.form).items() if value is not None}
    name = seen.tree.regime_fact
    if name not in facts:
        here.form.wrong(field_name((name, "")), _("Choisissez un régime."))
    if "regime_reasons" not in facts:
        here.form.wrong(field_name(("regime_reasons", "")), _("Dites pourquoi ce régime, en quelques phrases."))
    if here.form.errors:
        return _show(here, seen, REFUSED)
    rest = {each: value for each, value in facts.items() if each in WITH_THE_REGIME}
    try:
        done = choose(here.desk, ref, str(facts[name]), rest, here.moment, expect=here.version)
    except Stale:
        return _show(here, regime_page(here.desk, ref, here.moment), CONFLICT, stale=True)
    except BadInput as wrong:
        here.form.wrong(f"fait.{wrong.where}", f"{_(wrong.what)} {_(wrong.do)}".strip())
        return _show(here, seen, REFUSED)
    if isinstance(done, Refused):
        return _show(here, seen, REFUSED, refused=refused_items(seen.page, done.refusals))
    return go(f"/dossiers/{seen.page.file.ref}/regime?groupe={COMPARISON}&choisi=1")


def _show(here: Visit, seen: RegimePage, status: int = 200, **more: object) -> Response:
    wanted = here.form.typed_in("groupe") or here.query.get("groupe", "")
    names: dict[str, object] = {
        **names_for_template(view_of(here, seen, wanted)),
        "refused": (),
        "stale": False,
        "just_chosen": "choisi" in here.query,
        "version": seen.page.file.version,
    }
    return show(here, "dossier_regime.html", status, **(names | more))
