"""What the offline world knows: films and ceremonies, from the project's own facts or from a catalogue."""

import gzip
import json
import tomllib
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

_JOBS = {
    "Animated Feature Film": ("Production", "Producer"),
    "Animated Short Film": ("Production", "Producer"),
    "Best Picture": ("Production", "Producer"),
    "Cinematography": ("Camera", "Director of Photography"),
    "Costume Design": ("Costume & Make-Up", "Costume Design"),
    "Documentary Feature Film": ("Production", "Producer"),
    "Documentary Short Film": ("Production", "Producer"),
    "Film Editing": ("Editing", "Editor"),
    "Live Action Short Film": ("Production", "Producer"),
    "Makeup and Hairstyling": ("Costume & Make-Up", "Makeup Artist"),
    "Music (Original Score)": ("Sound", "Original Music Composer"),
    "Music (Original Song)": ("Sound", "Songs"),
    "Production Design": ("Art", "Production Design"),
    "Sound": ("Sound", "Sound Re-Recording Mixer"),
    "Visual Effects": ("Visual Effects", "Visual Effects Supervisor"),
    "Writing (Adapted Screenplay)": ("Writing", "Screenplay"),
    "Writing (Original Screenplay)": ("Writing", "Screenplay"),
}
"""What people of a category did in the film: the credits that a catalogue has because of it."""
_BY_THEIR_OWN = set(_JOBS) - {
    *("Animated Feature Film", "Animated Short Film", "Live Action Short Film"),
    *("Documentary Feature Film", "Documentary Short Film"),
}
"""Categories whose people did that; in the others a film's director is named as its director."""


class FactsUnreadable(Exception):
    """The folder or catalogue of facts cannot be used; one line that says which, where and why."""


@dataclass(frozen=True, slots=True)
class FilmFacts:
    """One film. `tmdb_id` is None if the offline TMDb lacks it; `crew` are (name, department, job).

    `tmdb_lacks_imdb_id`: TMDb has the film, and does not know its IMDb id. `wikidata`: whether the offline
    Wikidata knows it, `omdb` OMDb, `title_page` IMDb's title pages; `letterboxd` is its id there, "" if not known here.
    `changes`: the offline TMDb says each day that it has changed.
    """

    imdb_id: str
    tmdb_id: int | None
    title: str
    original_title: str | None = None
    tmdb_title: str | None = None
    kind: str = "movie"
    released: str = ""
    runtime: int | None = None
    language: str = "en"
    countries: tuple[str, ...] = ()
    genres: tuple[str, ...] = ()
    directors: tuple[str, ...] = ()
    cast: tuple[tuple[str, str], ...] = ()
    crew: tuple[tuple[str, str, str], ...] = ()
    tmdb_lacks_imdb_id: bool = False
    wikidata: bool = True
    omdb: bool = True
    title_page: bool = True
    letterboxd: str = ""
    changes: bool = False

    @property
    def year(self) -> str:
        return self.released[:4]

    @property
    def title_at_tmdb(self) -> str:
        return self.tmdb_title or self.title

    @property
    def wikidata_id(self) -> str | None:
        """Its item in the offline Wikidata: invented from the IMDb id, stable, and beyond Wikidata's own numbers.

        Real Q-ids are not known here. Every IMDb id gives another number.
        """
        return f"Q9{int(self.imdb_id.removeprefix('tt')):09d}" if self.wikidata else None


@dataclass(frozen=True, slots=True)
class CeremonyFacts:
    """One ceremony, as its file states it: the header and the categories."""

    header: Mapping[str, Any]
    categories: tuple[Mapping[str, Any], ...]
    people: Mapping[str, str]
    imdb_names: Mapping[str, str]
    academy_titles: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ListFacts:
    """One list of IMDb's users: its films by IMDb id, in order; so many stand on a page. `private` lists are not shown,
    `moved_to` is the list that an old id leads to."""

    name: str
    films: tuple[str, ...] = ()
    page_size: int = 250
    private: bool = False
    moved_to: str | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that this world knows. Films by IMDb id; ceremonies by year; lists by IMDb id."""

    films: dict[str, FilmFacts] = field(default_factory=dict)
    ceremonies: dict[int, CeremonyFacts] = field(default_factory=dict)
    lists: dict[str, ListFacts] = field(default_factory=dict)

    @property
    def by_tmdb_id(self) -> dict[int, FilmFacts]:
        """Films that the offline TMDb has, by its number; the first of two with one number."""
        found: dict[int, FilmFacts] = {}
        for film in self.films.values():
            if film.tmdb_id is not None:
                found.setdefault(film.tmdb_id, film)
        return found

    @property
    def by_wikidata_id(self) -> dict[str, FilmFacts]:
        """Films that the offline Wikidata knows, by its number."""
        return {film.wikidata_id: film for film in self.films.values() if film.wikidata_id is not None}


def own_facts(folder: Path | None = None) -> Facts:
    """The facts that ship with Cinegraph, or those of a folder built like them. Raises FactsUnreadable."""
    place = folder or Path(str(files("cinegraph.data"))) / "offline"
    films = {key: _film(key, block) for key, block in _toml(place / "films.toml").items()}
    ceremonies = {}
    for path in sorted(place.glob("*-*.toml")):
        told = _toml(path)
        ceremony = CeremonyFacts(
            told["ceremony"],
            tuple(told["category"]),
            told["people"],
            told.get("imdb_names", {}),
            told.get("academy_titles", {}),
        )
        ceremonies[int(told["ceremony"]["year"])] = ceremony
        films |= _with_crew(films, ceremony)
    return Facts(films, ceremonies, _lists(place / "lists.toml", films))


def _lists(path: Path, films: Mapping[str, FilmFacts]) -> dict[str, ListFacts]:
    """The lists of a folder of facts, if it has any. A list whose `films` are "all" has every film of the folder."""
    if not path.exists():
        return {}
    found: dict[str, ListFacts] = {}
    for list_id, block in _toml(path).items():
        on_it = tuple(films) if block.get("films") == "all" else tuple(block.get("films", ()))
        if strange := [key for key in on_it if key not in films]:
            raise FactsUnreadable(f"{path}: [{list_id}] names {strange[0]}, which is no film of this world")
        found[list_id] = ListFacts(**(block | {"films": on_it}))
    return found


def catalogue_facts(path: Path) -> Facts:
    """The films of a catalogue: gzipped or plain JSON Lines with imdb_id, tmdb_id, title, original_title, year,
    release_date, director, cast and crew. It knows no ceremony. Raises FactsUnreadable."""
    films: dict[str, FilmFacts] = {}
    try:
        with (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                try:
                    film = _from_catalogue(json.loads(line))
                except (ValueError, KeyError, TypeError) as wrong:
                    raise FactsUnreadable(f"{path}, line {number}: {wrong!r}") from None
                films[film.imdb_id] = film
    except OSError as wrong:
        raise FactsUnreadable(f"the catalogue {path} cannot be read: {wrong.strerror or wrong}") from None
    return Facts(films)


def person_number(name: str) -> int:
    """A number for a person of this world: TMDb's own numbers are not known here, and every name keeps its one."""
    return 10_000_000 + zlib.crc32(name.encode()) % 80_000_000


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as wrong:
        raise FactsUnreadable(f"the facts in {path} cannot be read: {wrong}") from None


def _film(key: str, block: dict[str, Any]) -> FilmFacts:
    released: date | None = block.get("released")
    return FilmFacts(
        imdb_id=key,
        tmdb_id=block["tmdb_id"] if block.get("tmdb", True) else None,
        title=block["title"],
        original_title=block.get("original_title"),
        tmdb_title=block.get("tmdb_title"),
        kind=block["kind"],
        released=released.isoformat() if released else f"{block['year']}-01-01",
        runtime=block.get("runtime"),
        language=block.get("language", "en"),
        countries=tuple(block.get("countries", ())),
        genres=tuple(block.get("genres", ())),
        directors=tuple(block["directors"]),
        cast=tuple(_role(entry) for entry in block.get("cast", ())),
        tmdb_lacks_imdb_id=block.get("tmdb_lacks_imdb_id", False),
        wikidata=block.get("wikidata", block.get("tmdb", True)),
        omdb=block.get("omdb", True),
        title_page=block.get("title_page", True),
        letterboxd=block.get("letterboxd", ""),
        changes=block.get("changes", False),
    )


def _role(entry: str) -> tuple[str, str]:
    name, _, character = entry.partition(": ")
    return name, character


def _with_crew(films: Mapping[str, FilmFacts], ceremony: CeremonyFacts) -> dict[str, FilmFacts]:
    """The films with the crew that the ceremony names for them."""
    crew: dict[str, dict[tuple[str, str, str], None]] = {}
    for category in ceremony.categories:
        if (job := _JOBS.get(category["academy"])) is None:
            continue
        for nomination in category["nominations"]:
            for name in nomination.get("people", ()):
                directs = name in films[nomination["film"]].directors
                if not directs or category["academy"] in _BY_THEIR_OWN:
                    crew.setdefault(nomination["film"], {})[name, *job] = None
    return {key: replace(films[key], crew=(*films[key].crew, *told)) for key, told in crew.items()}


def _from_catalogue(row: dict[str, Any]) -> FilmFacts:
    released = row.get("release_date") or (f"{row['year']}-01-01" if row.get("year") else "")
    return FilmFacts(
        imdb_id=row["imdb_id"],
        tmdb_id=row["tmdb_id"],
        title=row["title"],
        original_title=row.get("original_title"),
        released=released,
        directors=(row["director"],) if row.get("director") else (),
        cast=tuple((c["name"], c.get("character", "")) for c in row.get("cast", ())),
        crew=tuple(
            (c["name"], c["department"], c["job"]) for c in row.get("crew", ()) if c["job"] != "Director"
        ),
        tmdb_lacks_imdb_id=row.get("tmdb_lacks_imdb_id", False),
        wikidata=row.get("wikidata", True),
        omdb=row.get("omdb", True),
        title_page=row.get("title_page", True),
        letterboxd=row.get("letterboxd", ""),
    )
