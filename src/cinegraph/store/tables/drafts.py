"""Saved pages that were dropped into the control room, until their import is started or an hour is over."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import BYTEA, JSONB

from cinegraph.store.tables.base import table

import_drafts = table(
    "import_drafts",
    sa.Column("token", sa.Text, primary_key=True),
    sa.Column("wanted", JSONB, nullable=False),
)

import_draft_pages = table(
    "import_draft_pages",
    sa.Column("token", sa.Text, sa.ForeignKey("import_drafts.token", ondelete="CASCADE"), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("body", BYTEA, nullable=False),
)
