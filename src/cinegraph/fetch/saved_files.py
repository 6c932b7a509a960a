"""A folder of saved title pages, as a transport: the page of a film is the file that is named or says so.

`*.html`, `*.htm`, plain or with `.gz`. A file belongs to the film whose id is in its name ("tt0086425-2022.html.gz");
without one in the name, to the film that the page itself says it is of. Of several files the newest is read.
Files may come and go while the program runs.
"""

import re
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import anyio.to_thread

from cinegraph.fetch.http import NoAnswer
from cinegraph.fetch.transports import FetchedPage
from cinegraph.pages import decode, imdb_title
from cinegraph.pages.errors import NotThere, PageError
from cinegraph.pages.html import whole_page

_ENDINGS = (".html", ".htm", ".html.gz", ".htm.gz")
_TITLE_ID = re.compile(r"tt\d{7,}")


class SavedFiles:
    """The title pages in `folder`. It costs nothing and asks nobody."""

    name = "file"
    price = Decimal(0)

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._says: dict[tuple[Path, int], str | None] = {}

    async def get(self, site: str, kind: str, path: str) -> FetchedPage:  # noqa: ARG002 named as in Transport
        """The saved page of the film in `path` ("/title/tt…/"), whole; `site` is not asked.

        Raises NotThere if the folder has none, a PageError for a file that is no page, NoAnswer if it cannot be read.
        """
        found = _TITLE_ID.search(path)
        if found is None:
            raise NotThere(f"a folder of title pages has no {path}")
        return await anyio.to_thread.run_sync(self._read, kind, found.group())

    def _read(self, kind: str, imdb_id: str) -> FetchedPage:
        try:
            files = [
                path for path in sorted(self._folder.iterdir()) if path.name.casefold().endswith(_ENDINGS)
            ]
            mine = [path for path in files if self._title(path) == imdb_id]
            if not mine:
                raise NotThere(f"{self._folder} has no page of {imdb_id}")
            path = max(mine, key=lambda file: file.stat().st_mtime_ns)
            saved = datetime.fromtimestamp(path.stat().st_mtime, UTC)
            body = path.read_bytes()
        except OSError as wrong:
            raise NoAnswer(f"{wrong.filename or self._folder} cannot be read: {wrong.strerror}") from None
        try:
            whole_page(decode(body))
        except PageError as wrong:
            raise type(wrong)(f"{path.name}: {wrong}") from None
        return FetchedPage(path.absolute().as_uri(), kind, body, saved, "file")

    def _title(self, path: Path) -> str | None:
        """Which film a file is of; what is in a file is read once for each time that it was changed."""
        if named := _TITLE_ID.search(path.name):
            return named.group()
        version = (path, path.stat().st_mtime_ns)
        if version not in self._says:
            try:
                self._says[version] = imdb_title.title_of(decode(path.read_bytes()))
            except PageError:
                self._says[version] = None
        return self._says[version]
