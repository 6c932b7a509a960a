"""Who runs the server, and how that user reaches its folder.

PostgreSQL refuses to run as root. Then it runs as the unprivileged user who owns the cluster, and gets at the
folder through an open directory (`/proc/self/fd/N`), so that no mode above it has to change. The same way is
taken to a folder whose path a shell would read in its own way.
"""

import os
import pwd
from pathlib import Path
from typing import Any, Self

from cinegraph.postgres import binaries
from cinegraph.postgres.errors import ServerUnavailable


def server_user(home: Path) -> pwd.struct_passwd | None:
    """Who runs the server of the cluster in `home`: None for ourselves, unless we are root."""
    if os.geteuid() != 0:
        return None
    owner = home.stat().st_uid if home.exists() else 0
    for who in ([owner] if owner else []) + ["postgres", "nobody"]:
        try:
            return pwd.getpwuid(who) if isinstance(who, int) else pwd.getpwnam(who)
        except KeyError:
            continue
    raise ServerUnavailable("PostgreSQL does not run as root, and there is no user 'postgres' or 'nobody'")


class Reach:
    """How the server's user gets at the cluster's folder: by its path, or through an open directory.

    `how` are the arguments for `subprocess` that go with `program` and `path`.
    """

    def __init__(self, home: Path, user: pwd.struct_passwd | None, programs: Path) -> None:
        self._home, self._user, self._programs = home, user, programs
        self._fd: int | None = None
        self.how: dict[str, Any] = {"cwd": "/"}

    def __enter__(self) -> Self:
        if self._user is not None:
            self.how |= {"user": self._user.pw_uid, "group": self._user.pw_gid, "extra_groups": []}
        hidden = self._user is not None and not binaries.reachable(self._home.parent, self._user.pw_uid)
        if hidden or binaries.misread(self._home):
            self._fd = os.open(self._home, os.O_RDONLY | os.O_DIRECTORY)
            self.how["pass_fds"] = [self._fd]
        return self

    def __exit__(self, *_: object) -> None:
        if self._fd is not None:
            os.close(self._fd)

    def program(self, name: str) -> str:
        return str(self._programs / name)

    def path(self, *parts: str) -> str:
        base = self._home if self._fd is None else Path(f"/proc/self/fd/{self._fd}")
        return str(base.joinpath(*parts))
