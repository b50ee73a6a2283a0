"""The Boîte d’envoi, and one mail as it left."""

from __future__ import annotations

from starlette.responses import HTMLResponse, Response

from mandate_flow.domain.errors import Unseen
from mandate_flow.edge.web.language import _, in_language
from mandate_flow.edge.web.numbers import page_number, small_number
from mandate_flow.edge.web.render import link, show
from mandate_flow.edge.web.rows import MAIL_WORDS, mail_lines
from mandate_flow.edge.web.shield import FRAMING_POLICY, MAIL_POLICY
from mandate_flow.edge.web.visit import Here, Visit
from mandate_flow.edge.web.who import READERS, Pages
from mandate_flow.service import mailbox as reading
from mandate_flow.service.mailbox import OneMail
from mandate_flow.store.views import MailFilters

pages = Pages()
SHOWN = ("queued", "sent", "kept", "failed")


@pages.get_page("/courriels", allows=READERS)
def mails(here: Here) -> Response:
    """Mails, last made first."""
    status = here.query.get("etat", "")
    filters = MailFilters(
        status=status if status in MAIL_WORDS else "",
        file=here.query.get("dossier", ""),
        structure=here.query.get("structure", ""),
    )
    found = reading.mailbox(here.desk, here.person, filters, page_number(here.query.get("page", "")))
    labels = [("", _("Tous")), *((one, _(MAIL_WORDS[one][0]).capitalize()) for one in SHOWN)]
    return show(
        here,
        "courriels.html",
        rows=mail_lines(found.rows),
        total=found.total,
        page=found.number,
        pages=found.count,
        turn=lambda page: link(here, page=page),
        statuses=[(label, link(here, etat=one), one == filters.status) for one, label in labels],
    )


@pages.get_page("/courriels/{mail_id}", allows=READERS)
def mail(here: Here, mail_id: str) -> Response:
    """One mail: its words, how it left, and why it was written."""
    found = _mail(here, mail_id)
    said, tone = MAIL_WORDS.get(found.page.mail.status, (found.page.mail.status, ""))
    kinds = here.desk.library.notices.kinds
    page = show(
        here,
        "courriel.html",
        mail=found.page.mail,
        said=said,
        tone=tone,
        text=found.text,
        has_html=bool(found.html),
        plain=here.query.get("forme") == "texte",
        headers=[(_(words), value) for words, value in found.headers],
        sha256=found.page.sha256,
        notices=[
            {
                "label": in_language(kinds[one.notice].label) if one.notice in kinds else one.notice,
                "ref": one.ref,
                "send_on": one.send_on,
            }
            for one in found.page.notices
        ],
    )
    page.headers["content-security-policy"] = FRAMING_POLICY
    return page


@pages.get_page("/courriels/{mail_id}/apercu", allows=READERS)
def preview(here: Here, mail_id: str) -> Response:
    """The HTML of a mail, in a frame that can run nothing, load nothing and go nowhere."""
    return HTMLResponse(_mail(here, mail_id).html, headers={"content-security-policy": MAIL_POLICY})


def _mail(here: Visit, mail_id: str) -> OneMail:
    number = small_number(mail_id)
    if number is None:
        raise Unseen
    return reading.mail(here.desk, here.person, number)
