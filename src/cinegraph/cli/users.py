"""`cinegraph users`: who may use the control room, and tokens for programs."""

import getpass
import sys
from dataclasses import asdict
from typing import Annotated

from cyclopts import App, Parameter
from rich.table import Table

from cinegraph.app import Cinegraph
from cinegraph.cli import running, show
from cinegraph.cli.printing import print
from cinegraph.cli.words import login
from cinegraph.pipeline import manage_users
from cinegraph.pipeline.context import Refused
from cinegraph.store import users as store
from cinegraph.store.users import Scope, Token, User

Json = Annotated[bool, Parameter(name="--json", negative="")]


def register(app: App) -> None:
    """Add the commands."""
    users = App(name="users", help="Who may use the control room, and tokens for programs.")
    users.command(add)
    users.command(list_, name="list")
    users.command(password)
    users.command(remove)
    token = App(name="token", help="Tokens for programs that use the interface (/api/v1).")
    token.command(token_add, name="add")
    token.command(token_list, name="list")
    token.command(token_revoke, name="revoke")
    users.command(token)
    app.command(users)


def add(name: str, /, *, scope: Scope = "write") -> None:
    """Add a user. The password is asked for, or read from standard input (its first line).

    Parameters
    ----------
    name:
        What they log in as: small letters, digits and . _ @ -
    scope:
        Whether they may look at everything (read) or change things too (write).
    """
    word = _password(name)
    running.run(
        running.settings(),
        "real",
        lambda program: manage_users.add_user(program.context, name, word, scope, login()),
    )
    print(f"{name} may log in" + (", and look at everything" if scope == "read" else ""))


def list_(*, as_json: Json = False) -> None:
    """List the users.

    Parameters
    ----------
    as_json:
        Print one line of JSON for each user.
    """

    async def verb(program: Cinegraph) -> list[User]:
        async with program.context.database.transaction() as conn:
            return await store.everybody(conn)

    found = running.run(running.settings(), "real", verb)
    if as_json:
        for user in found:
            print(show.json_line({k: v for k, v in asdict(user).items() if k != "id"}))
        return
    table = Table("user", "may", "since", "last here", "sessions", "tokens")
    for user in found:
        numbers = (str(user.sessions), str(user.tokens))
        table.add_row(user.name, user.scope, show.value(user.added_at), show.value(user.seen_at), *numbers)
    show.console().print(table if found else "there are no users: `cinegraph users add NAME`")


def password(name: str, /) -> None:
    """Give a user another password, asked for or read from standard input. Their sessions end.

    Parameters
    ----------
    name:
        The user.
    """
    word = _password(name)
    running.run(
        running.settings(),
        "real",
        lambda program: manage_users.set_password(program.context, name, word, by=login()),
    )
    print(f"{name} has another password; their sessions have ended")


def remove(name: str, /) -> None:
    """Remove a user: sessions and tokens end at once. What they decided keeps their name.

    Parameters
    ----------
    name:
        The user.
    """
    running.run(
        running.settings(), "real", lambda program: manage_users.remove_user(program.context, name, login())
    )
    print(f"{name} is removed")


def token_add(name: str, label: str = "token", /, *, scope: Scope = "read") -> None:
    """Make a token of a user. It is printed once: only a hash of it is kept.

    Parameters
    ----------
    name:
        The user in whose name the program works.
    label:
        What it is called, to tell it from others.
    scope:
        Whether it may read, or change things too (write).
    """
    made = running.run(
        running.settings(),
        "real",
        lambda program: manage_users.add_token(program.context, name, label, scope, login()),
    )
    print(made)


def token_list(name: str | None = None, /, *, as_json: Json = False) -> None:
    """List tokens, never what they are.

    Parameters
    ----------
    name:
        Only those of this user.
    as_json:
        Print one line of JSON for each token.
    """

    async def verb(program: Cinegraph) -> list[Token]:
        async with program.context.database.transaction() as conn:
            return await store.tokens(conn, name)

    found = running.run(running.settings(), "real", verb)
    if as_json:
        for token in found:
            print(show.json_line(asdict(token)))
        return
    table = Table("user", "label", "may", "since", "last used")
    for token in found:
        table.add_row(
            token.user, token.label, token.scope, show.value(token.added_at), show.value(token.used_at)
        )
    show.console().print(table if found else "there are no tokens")


def token_revoke(name: str, label: str = "token", /) -> None:
    """Revoke a token: it leads nowhere from now on.

    Parameters
    ----------
    name:
        The user.
    label:
        What the token is called.
    """
    running.run(
        running.settings(),
        "real",
        lambda program: manage_users.revoke_token(program.context, name, label, login()),
    )
    print(f"the token {label!r} of {name} is revoked")


def _password(name: str) -> str:
    """Never an argument: those are seen by everybody on the machine, and kept by shells."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    first = getpass.getpass(f"password for {name}: ")
    if first != getpass.getpass("again: "):
        raise Refused("the password was typed in two ways: nothing was changed")
    return first
