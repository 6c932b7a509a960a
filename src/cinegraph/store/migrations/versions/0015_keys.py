"""Canonical keys of categories, with what a person says of them; how organizations are known to Wikidata."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0015_keys"
down_revision = "0014_lists"
branch_labels = None
depends_on = None

_TIMES = ("inserted_at", "updated_at")


def upgrade() -> None:
    op.create_table(
        "category_keys",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("honours", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=True),
        sa.Column("medium", sa.Text(), nullable=False),
        sa.Column("part_of", sa.Text(), nullable=True),
        *(
            sa.Column(t, sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False)
            for t in _TIMES
        ),
        sa.CheckConstraint(
            "honours IN ('people', 'films', 'companies', 'countries')", name=op.f("ck_category_keys_honours")
        ),
        sa.CheckConstraint("medium IN ('film', 'short', 'television')", name=op.f("ck_category_keys_medium")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_category_keys")),
    )
    op.create_table(
        "shipped_data",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("mark", sa.Text(), nullable=False),
        *(
            sa.Column(t, sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False)
            for t in _TIMES
        ),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_shipped_data")),
    )
    for name in ("category_keys", "shipped_data"):
        op.execute(
            f"create trigger touch before update on {name} for each row execute function touch_updated_at()"
        )
    op.add_column("festival_categories", sa.Column("key_by", sa.Text(), nullable=True))
    op.add_column("festival_categories", sa.Column("key_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("festival_categories", sa.Column("key_note", sa.Text(), nullable=True))
    op.create_foreign_key(
        op.f("fk_festival_categories_canonical_key_category_keys"),
        "festival_categories",
        "category_keys",
        ["canonical_key"],
        ["key"],
    )
    op.create_index(
        op.f("ix_festival_categories_canonical_key"), "festival_categories", ["canonical_key"], unique=False
    )
    op.add_column(
        "festival_organizations",
        sa.Column(
            "wikidata_ids", postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False
        ),
    )
    op.add_column(
        "festival_organizations",
        sa.Column("wikidata_dates", sa.Text(), server_default=sa.text("'night'"), nullable=False),
    )
    op.create_check_constraint(
        op.f("ck_festival_organizations_wikidata_dates"),
        "festival_organizations",
        "wikidata_dates IN ('night', 'eligibility')",
    )
    # what no person set follows the shipped file, which tells what the organizations are called there
    op.execute(
        """
        update festival_organizations
        set shipped = shipped || '{"wikidata_ids": [], "wikidata_dates": "night"}' where shipped is not null
        """
    )


def downgrade() -> None:
    op.execute(
        """
        update festival_organizations set page_kinds = array_remove(page_kinds, 'wikidata_awards'),
            shipped = case when shipped -> 'page_kinds' = to_jsonb(page_kinds) then jsonb_set(
                shipped, '{page_kinds}', to_jsonb(array_remove(page_kinds, 'wikidata_awards'))) else shipped end;
        update festival_organizations set shipped = shipped - 'wikidata_ids' - 'wikidata_dates'
        where shipped is not null;
        """
    )
    op.drop_constraint(
        op.f("ck_festival_organizations_wikidata_dates"), "festival_organizations", type_="check"
    )
    op.drop_column("festival_organizations", "wikidata_dates")
    op.drop_column("festival_organizations", "wikidata_ids")
    op.drop_index(op.f("ix_festival_categories_canonical_key"), "festival_categories")
    op.drop_constraint(
        op.f("fk_festival_categories_canonical_key_category_keys"), "festival_categories", type_="foreignkey"
    )
    for name in ("key_note", "key_at", "key_by"):
        op.drop_column("festival_categories", name)
    op.execute("update festival_categories set canonical_key = null where canonical_key is not null")
    op.drop_table("shipped_data")
    op.drop_table("category_keys")
