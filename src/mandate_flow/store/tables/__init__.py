"""Every table of the product, as SQLAlchemy Core, by subject; `migrations/` builds exactly these."""

from mandate_flow.store.tables.aid import aid, links
from mandate_flow.store.tables.calendars import CALENDAR_AWAITED, CALENDAR_OPEN, calendar_deadlines, calendars
from mandate_flow.store.tables.comments import comments, mentions
from mandate_flow.store.tables.doors import (
    accesses,
    confirmation_codes,
    door_waits,
    job_run,
    sessions,
    sign_in_flows,
    sign_in_links,
)
from mandate_flow.store.tables.drafts import drafts
from mandate_flow.store.tables.files import (
    AWAITED,
    OPEN,
    OTHER_KINDS,
    SERVICES,
    deadlines,
    documents,
    file_authorities,
    file_structures,
    files,
    payments,
    proposals,
    references,
    roles_text,
)
from mandate_flow.store.tables.inventory import inventory_lines
from mandate_flow.store.tables.log import content, event_values, events, unsealed
from mandate_flow.store.tables.outbox import mail_notices, mails, notices
from mandate_flow.store.tables.rates import rates
from mandate_flow.store.tables.registers import authorities, people, structures
from mandate_flow.store.tables.saved import default_views, saved_views
from mandate_flow.store.tables.schema import Instant, Serial, metadata
from mandate_flow.store.tables.search import search_words
from mandate_flow.store.tables.territories import territories, territory_communes

__all__ = [
    "AWAITED",
    "CALENDAR_AWAITED",
    "CALENDAR_OPEN",
    "OPEN",
    "OTHER_KINDS",
    "SERVICES",
    "Instant",
    "Serial",
    "accesses",
    "aid",
    "authorities",
    "calendar_deadlines",
    "calendars",
    "comments",
    "confirmation_codes",
    "content",
    "deadlines",
    "default_views",
    "documents",
    "door_waits",
    "drafts",
    "event_values",
    "events",
    "file_authorities",
    "file_structures",
    "files",
    "inventory_lines",
    "job_run",
    "links",
    "mail_notices",
    "mails",
    "mentions",
    "metadata",
    "notices",
    "payments",
    "people",
    "proposals",
    "rates",
    "references",
    "roles_text",
    "saved_views",
    "search_words",
    "sessions",
    "sign_in_flows",
    "sign_in_links",
    "structures",
    "territories",
    "territory_communes",
    "unsealed",
]
