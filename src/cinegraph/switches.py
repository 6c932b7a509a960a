"""The switches of the film catalogues, one table: which are on, what each cannot start without, how fast it is asked.

SWITCHES has every catalogue of `settings.CATALOGUES`, in that order. What a catalogue is asked for is in `sources`.
"""

from collections.abc import Callable
from dataclasses import dataclass

from cinegraph.settings import Settings


@dataclass(frozen=True, slots=True)
class Switch:
    """A catalogue's switch. `lacks` says in one line what it cannot start without, "" if it has all."""

    name: str
    is_on: Callable[[Settings], bool]
    lacks: Callable[[Settings], str]
    rate: Callable[[Settings], float]
    """Requests a second, over all processes; 0 is unlimited."""

    metered: str = ""
    """The name under which its calls are recorded and paid for, if that is not its own."""

    @property
    def setting(self) -> str:
        """The variable that switches it."""
        return f"CINEGRAPH_{self.name.upper()}"


def _nothing(_: Settings) -> str:
    return ""


def _tmdb_lacks(settings: Settings) -> str:
    if settings.tmdb_token is None and settings.tmdb_key is None:
        return "TMDb has no key: set CINEGRAPH_TMDB_TOKEN (free, from themoviedb.org), or use --offline or --no-lookup"
    return ""


def _omdb_lacks(settings: Settings) -> str:
    if settings.omdb_key is None:
        return "OMDb is switched on and has no key: set CINEGRAPH_OMDB_KEY (from omdbapi.com), or CINEGRAPH_OMDB=false"
    return ""


def _title_lacks(settings: Settings) -> str:
    """IMDb's title pages need a key or a folder."""
    if settings.imdb_title == "zyte" and settings.zyte_key is None:
        return "CINEGRAPH_IMDB_TITLE is zyte, and Zyte has no key: set CINEGRAPH_ZYTE_KEY"
    folder = settings.imdb_title_folder
    if settings.imdb_title != "files" or (folder is not None and folder.is_dir()):
        return ""
    if folder is None:
        return "CINEGRAPH_IMDB_TITLE is files: set CINEGRAPH_IMDB_TITLE_FOLDER, the folder of the saved pages"
    return f"CINEGRAPH_IMDB_TITLE_FOLDER names {folder}, and there is no such folder"


SWITCHES = (
    Switch("tmdb", lambda s: s.tmdb, _tmdb_lacks, lambda s: s.tmdb_rate),
    Switch("wikidata", lambda s: s.wikidata, _nothing, lambda s: s.wikidata_rate),
    Switch("imdb_datasets", lambda s: s.imdb_datasets, _nothing, lambda s: s.imdb_rate),
    Switch("omdb", lambda s: s.omdb, _omdb_lacks, lambda s: s.omdb_rate),
    Switch("imdb_title", lambda s: s.imdb_title != "off", _title_lacks, lambda s: s.zyte_rate, "zyte"),
)


def what_is_missing(settings: Settings) -> str:
    """Why the catalogues cannot be asked, in one line; "" if they can."""
    on = [switch for switch in SWITCHES if switch.is_on(settings)]
    if not on:
        names = ", ".join(switch.setting for switch in SWITCHES)
        return f"no catalogue is switched on ({names}): switch one on, or import with --no-lookup"
    if lack := next((lack for switch in on if (lack := switch.lacks(settings))), ""):
        return lack
    if settings.rates and settings.omdb_key is None:
        return (
            "OMDb is to be asked for ratings and has no key: set CINEGRAPH_OMDB_KEY (from omdbapi.com), or"
            " CINEGRAPH_OMDB_RATINGS=false"
        )
    return ""


def event_pages_lack(settings: Settings) -> str:
    """Why IMDb's event pages cannot be got in the way that is set, in one line; "" if they can."""
    if settings.imdb_transport == "zyte" and settings.zyte_key is None:
        return "CINEGRAPH_IMDB_TRANSPORT is zyte, and Zyte has no key: set CINEGRAPH_ZYTE_KEY"
    return ""
