"""`cinegraph serve` and `cinegraph users`, as a person starts them."""

import json
import re
import signal
import socket
import subprocess
import urllib.request

import psycopg

from cinegraph.pipeline.manage_users import hash_of, hasher
from tests.cli.conftest import Run, command, environment, until
from tests.web.conftest import PASSWORD


def _started(*words: str, **settings: str) -> tuple[subprocess.Popen[str], str]:
    """The running site, and where it is."""
    process = subprocess.Popen(
        command("serve", "--port", "0", *words),
        env=environment(**settings),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    found = re.search(r"http://\S+", process.stdout.readline())
    assert found is not None, process.stderr.read() if process.stderr else ""
    return process, found[0]


def _ended(process: subprocess.Popen[str], by: signal.Signals = signal.SIGINT) -> tuple[int, str]:
    process.send_signal(by)
    _, said = process.communicate(timeout=60)
    return process.returncode, said


def test_one_command_serves_and_works(database_url: str, world_url: str, cinegraph: Run) -> None:
    """What waits in the queue is done by the worker beside the site, which ends with it."""
    assert cinegraph("import", "oscars", "2024", "--offline", "--detach", "--no-lookup").returncode == 0
    process, url = _started("--offline", database_url=database_url, offline_url=world_url)
    try:
        with psycopg.connect(database_url, autocommit=True) as connection:
            until(connection, "select count(*) from imports where state = 'finished'", 1)
            with urllib.request.urlopen(url) as page:
                assert "oscars 2024" in page.read().decode()
            code, said = _ended(process)
            left = connection.execute(
                "select count(*) from pg_stat_activity where application_name = 'cinegraph' and datname = current_database()"
            ).fetchone()
    finally:
        process.kill()
    assert (code, "Traceback" in said, left) == (0, False, (0,))


def test_where_it_cannot_be_it_says_so_in_one_line(cinegraph: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        refused = [
            cinegraph("serve", "--offline", "--port", port),
            cinegraph("serve", "--offline", "--port", "70000"),
            cinegraph("serve", "--offline", "--port", "0", "--workers", "1000"),
            cinegraph("serve", "--offline", "--port", "0", "--host", "nowhere.invalid"),
            cinegraph("serve", "--offline", "--port", "0", "--host", "0.0.0.0"),
            cinegraph("serve", "--port", "0"),
        ]
    said = [
        "in use",
        "no port 70000",
        "more than one machine",
        "nowhere.invalid",
        "users add",
        "TMDb has no key",
    ]
    for done, words in zip(refused, said, strict=True):
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1), done.stderr
        assert words in done.stderr


def test_users_and_tokens(database_url: str, cinegraph: Run) -> None:
    def typed(text: str, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command("users", *words), env=environment(database_url=database_url), input=text, capture_output=True,
            text=True, check=False, timeout=60,
        )  # fmt: skip

    assert typed(f"{PASSWORD}\n", "add", "ada").returncode == 0
    assert typed("short\n", "add", "bob").stderr == "cinegraph: a password has at least 10 characters\n"
    assert typed("another password\n", "password", "ada").returncode == 0
    token = cinegraph("users", "token", "add", "ada", "nightly", "--scope", "write").stdout.strip()
    again = cinegraph("users", "token", "add", "ada", "nightly")
    listed = json.loads(cinegraph("users", "token", "list", "--json").stdout)
    people = json.loads(cinegraph("users", "list", "--json").stdout)
    with psycopg.connect(database_url) as connection:
        row = connection.execute(
            "select u.password_hash, t.token_hash from users u join api_tokens t on t.user_id = u.id"
        ).fetchone()
    assert row is not None
    assert hasher().verify(row[0], "another password")
    assert row[1] == hash_of(token)
    assert (again.returncode, listed["label"], listed["scope"], people["tokens"]) == (
        1,
        "nightly",
        "write",
        1,
    )
    assert cinegraph("users", "token", "revoke", "ada", "nightly").returncode == 0
    assert cinegraph("users", "remove", "ada").returncode == 0
    assert cinegraph("users", "remove", "ada").stderr == "cinegraph: there is no user 'ada'\n"


def test_others_log_in(database_url: str, cinegraph: Run) -> None:
    assert (
        subprocess.run(
            command("users", "add", "ada"), env=environment(database_url=database_url), input=PASSWORD, text=True,
            check=False, capture_output=True,
        ).returncode == 0
    )  # fmt: skip
    process, url = _started("--workers", "0", "--host", "0.0.0.0", database_url=database_url)
    try:
        with urllib.request.urlopen(url.replace("0.0.0.0", "127.0.0.1")) as page:
            assert page.url.endswith("/login?next=%2F")
        code, said = _ended(process, signal.SIGTERM)
    finally:
        process.kill()
    assert code == 0
    assert "passwords travel in the clear" in said
