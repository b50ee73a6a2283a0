"""The registers: folded from generic events, kept as rows for speed."""

from __future__ import annotations

from typing import Final

from sqlalchemy import JSON, Boolean, Column, Date, ForeignKey, Index, Integer, LargeBinary, String, Table

from mandate_flow.store.tables.schema import metadata

authorities: Final = Table(
    "authorities",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("head", LargeBinary, nullable=False),
    Column("kind", String(20), nullable=False),  # commune, metropole, departement, region, state
    Column("name", String(160), nullable=False),
    Column("fold", String(160), nullable=False),  # name without case, accents, ligatures: sorting and search
    Column("code", String(5), nullable=False, server_default=""),  # INSEE code of a commune
    Column("siren", String(9), nullable=False, server_default=""),
    Column("population", Integer),
    Column("retired", Boolean, nullable=False, server_default="0"),
    Index(None, "fold"),
)

structures: Final = Table(
    "structures",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("head", LargeBinary, nullable=False),
    Column("form", String(20), nullable=False),  # association, scic, scop, foundation, company
    Column("name", String(200), nullable=False),
    Column("fold", String(200), nullable=False),
    Column("siret", String(14), nullable=False, server_default=""),
    Column("rna", String(10), nullable=False, server_default=""),
    Column("email", String(254), nullable=False, server_default=""),
    Column("contact", String(160), nullable=False, server_default=""),
    Column("fiscal_year_end_month", Integer, nullable=False, server_default="12"),
    Column("demonstration", Boolean, nullable=False, server_default="0"),
    Column("retired", Boolean, nullable=False, server_default="0"),
    Index(None, "fold"),
    Index(None, "siret"),
)

people: Final = Table(
    "people",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("head", LargeBinary, nullable=False),
    Column("name", String(160), nullable=False),
    Column("email", String(254), nullable=False),
    Column("email_fold", String(254), nullable=False, unique=True),
    Column("roles", JSON, nullable=False),
    Column("authority_id", String(64), ForeignKey("authorities.id")),
    Column("structure_id", String(64), ForeignKey("structures.id")),
    Column("lang", String(2), nullable=False, server_default="fr"),
    Column("active", Boolean, nullable=False, server_default="1"),
    Column("substitute_id", String(64)),  # who stands in from away_since to away_until
    Column("away_since", Date),
    Column("away_until", Date),
    Index(None, "substitute_id"),
)
