"""The schema: forward, back, and the same as the tables say."""

import psycopg
import pytest

from cinegraph.store import migrate, schema
from cinegraph.store.database import DatabaseUnavailable
from cinegraph.store.upgrade import upgrade


def objects(url: str) -> set[str]:
    """Everything that is ours in the database."""
    with psycopg.connect(url) as connection:
        rows = connection.execute(
            """
            select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'v', 'S')
            union select proname from pg_proc where pronamespace = 'public'::regnamespace
            union select typname from pg_type where typnamespace = 'public'::regnamespace and typtype = 'e'
            """
        ).fetchall()
    return {name for (name,) in rows}


def test_forward_and_back_and_forward(empty_database: str) -> None:
    assert schema.state(empty_database).revision is None
    before = upgrade(empty_database)
    assert not before.current
    assert schema.state(empty_database).current
    whole = objects(empty_database)
    migrate.downgrade(empty_database)
    assert objects(empty_database) == {"alembic_version"}
    upgrade(empty_database)
    assert objects(empty_database) == whole


def test_each_step_goes_back(empty_database: str) -> None:
    upgrade(empty_database)
    for revision in reversed(schema.revisions()[:-1]):
        migrate.downgrade(empty_database, revision)
        assert schema.state(empty_database).revision == revision
    upgrade(empty_database)
    assert schema.state(empty_database).current


def test_films_that_wait_for_the_graph_wait_across_the_change(empty_database: str) -> None:
    """A job of a film becomes a mark and a job of all; a mark becomes a job of the film again."""
    upgrade(empty_database)
    migrate.downgrade(empty_database, "0026_job_searches")
    jobs = "select args ->> 'movie_id', status::text from procrastinate_jobs order by id"
    with psycopg.connect(empty_database, autocommit=True) as connection:
        connection.execute(
            """
            insert into movies (id, title) overriding system value values (1, 'Waits'), (2, 'Is done');
            insert into procrastinate_jobs (queue_name, task_name, args, status) values
                ('collaborations', 'build_collaborations', '{"movie_id": 1}', 'todo'),
                ('collaborations', 'build_collaborations', '{"movie_id": 2}', 'succeeded')
            """
        )
        upgrade(empty_database)
        assert connection.execute("select movie_id from graph_marks").fetchall() == [(1,)]
        assert connection.execute(jobs.encode()).fetchall() == [(None, "todo"), ("2", "succeeded")]
        migrate.downgrade(empty_database, "0026_job_searches")
        assert connection.execute(jobs.encode()).fetchall() == [("2", "succeeded"), ("1", "todo")]


def test_the_database_is_what_the_tables_say(database_url: str) -> None:
    assert migrate.differences(database_url) == []


def test_an_upgrade_that_has_nothing_to_do_does_nothing(database_url: str) -> None:
    assert upgrade(database_url).current


def test_views_that_changed_are_made_anew(database_url: str) -> None:
    with psycopg.connect(database_url) as connection:
        connection.execute("comment on view import_reconciliation is 'cinegraph views 0000000000000000'")
    assert not schema.state(database_url).views_current
    upgrade(database_url)
    assert schema.state(database_url).current


def test_a_schema_from_the_future_is_refused(database_url: str) -> None:
    with psycopg.connect(database_url) as connection:
        connection.execute("update alembic_version set version_num = '9999_future'")
    with pytest.raises(DatabaseUnavailable, match="newer Cinegraph"):
        upgrade(database_url)


def test_a_database_that_is_not_there_is_told_without_its_password() -> None:
    with pytest.raises(DatabaseUnavailable) as raised:
        schema.state("postgresql://me:s3cr3t@127.0.0.1:1/films")
    assert "127.0.0.1:1/films" in str(raised.value)
    assert "s3cr3t" not in str(raised.value)


def test_every_table_keeps_its_times(database_url: str) -> None:
    with psycopg.connect(database_url) as connection:
        connection.execute("insert into people (name) values ('A')")
        connection.commit()
        connection.execute("update people set name = 'A'")
        connection.commit()
        same = connection.execute("select updated_at = inserted_at from people").fetchone()
        connection.execute("update people set name = 'B'")
        connection.commit()
        later = connection.execute("select updated_at > inserted_at from people").fetchone()
        missing = connection.execute(
            """
            select c.relname from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
                and c.relname not like 'procrastinate%' and c.relname not in ('alembic_version', 'pace')
                and not exists (select 1 from pg_trigger t where t.tgrelid = c.oid and t.tgname = 'touch')
            """
        ).fetchall()
    assert (same, later, missing) == ((True,), (True,), [])
