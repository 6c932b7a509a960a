"""`cinegraph db`: the database, by hand."""

from typing import Annotated

from cyclopts import App, Parameter

from cinegraph.app import database_url
from cinegraph.cli import running, show
from cinegraph.cli.printing import print
from cinegraph.pipeline.context import Refused
from cinegraph.postgres.sharing import SharedServer
from cinegraph.settings import Settings
from cinegraph.store import schema
from cinegraph.store.database import describe
from cinegraph.store.upgrade import upgrade as bring_up_to_date


def register(app: App) -> None:
    """Add the commands."""
    db = App(name="db", help="Start, stop and inspect the database.")
    for command in (start, stop, status, upgrade, url, reset):
        db.command(command)
    app.command(db)


def start() -> None:
    """Start the embedded PostgreSQL and leave it running until `cinegraph db stop`."""
    server = _embedded(running.settings()).start()
    print(f"PostgreSQL runs on 127.0.0.1:{server.port} (pid {server.pid})")


def stop(*, force: Annotated[bool, Parameter(negative="")] = False) -> None:
    """Stop the embedded PostgreSQL.

    Parameters
    ----------
    force:
        Even while other processes use it.
    """
    ran = _embedded(running.settings()).stop(force)
    print("PostgreSQL is stopped" if ran else "PostgreSQL was not running")


def status(*, as_json: Annotated[bool, Parameter(name="--json", negative="")] = False) -> None:
    """Show which database is used, whether it runs, and its schema.

    Parameters
    ----------
    as_json:
        Print one JSON object.
    """
    told = _status(running.settings())
    if as_json:
        print(show.json_line(told))
        return
    for name, value in told.items():
        print(f"{name:<14} {value}")


def upgrade() -> None:
    """Bring the database to the schema of this program."""
    with database_url(running.settings()) as address:
        before = bring_up_to_date(address)
    if before.current:
        print(f"the schema is {before.needed} already")
    else:
        print(f"the schema was {before.revision or 'empty'} and is {before.needed} now")


def url() -> None:
    """Print the database's address, for psql and others. The embedded server is to run: `cinegraph db start`."""
    loaded = running.settings()
    if loaded.database_url is not None:
        print(loaded.database_url.get_secret_value())
        return
    cluster = _embedded(loaded).cluster
    server = cluster.running()
    if server is None:
        raise Refused(
            "the embedded PostgreSQL is not running, and has an address only while it is: `cinegraph db start`"
        )
    print(cluster.url(server))


def reset(*, yes: Annotated[bool, Parameter(negative="")] = False) -> None:
    """Drop everything that Cinegraph keeps in the database, and begin anew.

    Parameters
    ----------
    yes:
        Really: every import, nomination and film goes.
    """
    if not yes:
        raise Refused("this drops every import, nomination and film: add --yes if that is what you want")
    from cinegraph.store import migrate  # noqa: PLC0415 Alembic and SQLAlchemy take 0.3 s to load

    with database_url(running.settings()) as address:
        if others := schema.at_work(address):
            raise Refused(
                f"{others} connections of Cinegraph are at work on {describe(address)}: end them first"
            )
        migrate.upgrade(address)
        migrate.downgrade(address)
        migrate.upgrade(address)
        print(f"{describe(address)} is empty again")


def _embedded(loaded: Settings) -> SharedServer:
    if loaded.database_url is not None:
        where = describe(loaded.database_url.get_secret_value())
        raise Refused(
            f"CINEGRAPH_DATABASE_URL names a server of its own ({where}): it is not ours to start or stop"
        )
    return SharedServer(loaded.data_dir)


def _status(loaded: Settings) -> dict[str, object]:
    if loaded.database_url is not None:
        address = loaded.database_url.get_secret_value()
        return {"database": describe(address), "embedded": False} | _inside(address)
    shared = SharedServer(loaded.data_dir)
    server = shared.cluster.running()
    told: dict[str, object] = {
        "database": str(loaded.data_dir),
        "embedded": True,
        "running": server is not None,
    }
    if server is None:
        return told
    told |= {"pid": server.pid, "port": server.port, "kept_running": shared.kept_running}
    return told | _inside(shared.cluster.url(server))


def _inside(address: str) -> dict[str, object]:
    stands = schema.state(address)
    version, size = schema.server(address)
    return {
        "postgresql": version,
        "size": size,
        "schema": stands.revision or "empty",
        "current": stands.current,
    }
