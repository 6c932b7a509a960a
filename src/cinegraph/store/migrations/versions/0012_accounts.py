"""Organizations that are here already are told of by the new kinds of page too. What the shipped file said of them
follows, so that nobody takes the new kinds for a person's choice."""

from alembic import op

revision = "0012_accounts"
down_revision = "0011_festivals"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _page_kinds(
        "page_kinds || 'academy_database'::text",
        "'oscars_ceremony' = any(page_kinds) and 'academy_database' <> all(page_kinds)",
    )
    _page_kinds(
        "page_kinds || 'imdb_awards'::text",
        "'imdb_event' = any(page_kinds) and 'imdb_awards' <> all(page_kinds)",
    )


def downgrade() -> None:
    _page_kinds("array_remove(array_remove(page_kinds, 'imdb_awards'), 'academy_database')", "true")


def _page_kinds(changed: str, where: str) -> None:
    op.execute(
        f"""
        update festival_organizations set page_kinds = {changed},
            shipped = case when shipped -> 'page_kinds' = to_jsonb(page_kinds)
                then jsonb_set(shipped, '{{page_kinds}}', to_jsonb({changed})) else shipped end
        where {where}
        """
    )
