"""Organizations: more names, the usual month, what the file said of them; the editions that pages told of."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0011_festivals"
down_revision = "0010_ratings"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("festival_organizations", sa.Column("official_name", sa.Text(), nullable=True))
    op.add_column(
        "festival_organizations",
        sa.Column("other_names", postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
    )
    op.add_column("festival_organizations", sa.Column("month", sa.Integer(), nullable=True))
    op.add_column("festival_organizations", sa.Column("shipped", postgresql.JSONB(), nullable=True))
    # no command could change an organization before: what is there came from the file
    op.execute("update festival_organizations o set shipped = to_jsonb(o) - 'shipped'")
    op.create_table(
        "festival_editions",
        sa.Column("organization_id", sa.BigInteger(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("instance", sa.Integer(), nullable=False),
        sa.Column("imdb_id", sa.Text(), nullable=True),
        sa.Column("told_by", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("inserted_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["festival_organizations.id"],
            name=op.f("fk_festival_editions_organization_id_festival_organizations"),
        ),
        sa.PrimaryKeyConstraint("organization_id", "year", "instance", name=op.f("pk_festival_editions")),
    )
    op.execute(
        "create trigger touch before update on festival_editions for each row execute function touch_updated_at()"
    )
    # what pages said of their event's editions, so far kept with their ceremonies only
    op.execute(
        """
        insert into festival_editions (organization_id, year, instance, imdb_id, told_by)
        select c.organization_id, (e ->> 0)::int, (e ->> 1)::int, max(e ->> 2), '{imdb_event}'
        from festival_ceremonies c cross join jsonb_array_elements(c.details -> 'editions') e group by 1, 2, 3
        """
    )


def downgrade() -> None:
    op.drop_table("festival_editions")
    for column in ("shipped", "month", "other_names", "official_name"):
        op.drop_column("festival_organizations", column)
