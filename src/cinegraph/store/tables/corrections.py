"""What people corrected of nominations, what the pages say of those, and imports that look too small."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from cinegraph.store.tables.base import key, one_of, reference, table

corrections = table(
    "corrections",
    key(),
    reference("nomination_id", "festival_nominations", index=True),
    *one_of("kind", "edit", "move", "withdraw", "restore"),
    sa.Column("changes", JSONB, nullable=False),
    sa.Column("decided_by", sa.Text, nullable=False),
    sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
    sa.Column("note", sa.Text),
    sa.Column("undone_by", sa.Text),
    sa.Column("undone_at", sa.DateTime(timezone=True)),
    sa.Column("undone_note", sa.Text),
)

stated_nominations = table(
    "stated_nominations",
    reference("nomination_id", "festival_nominations", primary_key=True),
    sa.Column("award", sa.Text, nullable=False),
    sa.Column("category", sa.Text, nullable=False),
    sa.Column("fingerprint", sa.Text, nullable=False),
    sa.Column("said", JSONB, nullable=False),
    sa.Column("withdrawn", sa.Boolean, nullable=False),
    sa.Column("movie_ids", ARRAY(sa.BigInteger), nullable=False),
    sa.Column("person_ids", ARRAY(sa.BigInteger), nullable=False),
)

volume_warnings = table(
    "volume_warnings",
    key(),
    reference("import_id", "imports", ondelete="CASCADE"),
    sa.Column("seen", sa.Integer, nullable=False),
    sa.Column("median", sa.Numeric(12, 1), nullable=False),
    sa.Column("told", sa.Text, nullable=False),
    sa.Column("acknowledged_by", sa.Text),
    sa.Column("acknowledged_at", sa.DateTime(timezone=True)),
    sa.Column("note", sa.Text),
    sa.UniqueConstraint("import_id"),
)
