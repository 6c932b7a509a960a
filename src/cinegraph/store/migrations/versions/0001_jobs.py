"""The job queue: procrastinate's own schema, whole."""

from alembic import op
from procrastinate.schema import SchemaManager

revision = "0001_jobs"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    driver = op.get_bind().connection.driver_connection  # many statements at once: not through SQLAlchemy
    assert driver is not None
    driver.execute(SchemaManager.get_schema())


def downgrade() -> None:
    """Everything that schema made, by its prefix."""
    op.execute(
        """
        do $$ declare thing record; begin
            for thing in select format('drop table if exists %I cascade', tablename) as statement
                from pg_tables where schemaname = current_schema() and tablename like 'procrastinate\\_%'
            loop execute thing.statement; end loop;
            for thing in select format('drop function %s', oid::regprocedure) as statement
                from pg_proc where pronamespace = current_schema()::regnamespace and proname like 'procrastinate\\_%'
            loop execute thing.statement; end loop;
            for thing in select format('drop type %I', typname) as statement
                from pg_type where typnamespace = current_schema()::regnamespace
                    and typname like 'procrastinate\\_%' and typtype in ('e', 'c')
            loop execute thing.statement; end loop;
        end $$
        """
    )
