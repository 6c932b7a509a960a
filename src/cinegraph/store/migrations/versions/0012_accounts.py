"""Organizations that are here already are told of by the new kinds of page too: their rows are a person's, and the
shipped file only adds what is missing."""

from alembic import op

revision = "0012_accounts"
down_revision = "0010_ratings"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        update festival_organizations set page_kinds = page_kinds || 'academy_database'::text
        where 'oscars_ceremony' = any(page_kinds) and 'academy_database' <> all(page_kinds);
        update festival_organizations set page_kinds = page_kinds || 'imdb_awards'::text
        where 'imdb_event' = any(page_kinds) and 'imdb_awards' <> all(page_kinds);
        """
    )


def downgrade() -> None:
    op.execute(
        """
        update festival_organizations
        set page_kinds = array_remove(array_remove(page_kinds, 'imdb_awards'), 'academy_database')
        """
    )
