"""TMDb as a catalogue of people: who has an IMDb id, who is called so, and everything that it has of somebody."""

from datetime import date

from cinegraph.domain.nominees import FoundPerson, KnownFilm, Part
from cinegraph.sources import tmdb_payloads as payload
from cinegraph.sources.tmdb import NAME, Absent, TMDb

_APPENDED = "movie_credits,external_ids"
_OPERATION = "person_lookup"


class TMDbPeople:
    """Implements `lookup.nominee_chain.PeopleSource`; its calls are TMDb's."""

    name = NAME

    def __init__(self, tmdb: TMDb) -> None:
        self._tmdb = tmdb

    async def person_by_id(self, imdb_id: str) -> FoundPerson | None:
        """Who has that IMDb id; None if TMDb knows nobody with it. Raises SourceError."""
        found = await self._tmdb.get(
            f"/find/{imdb_id}",
            payload.Found,
            _OPERATION,
            imdb_id,
            {"external_source": "imdb_id"},
            "tmdb_find_person_by_imdb_id",
        )
        return _listed(found.person_results[0], imdb_id) if found.person_results else None

    async def people_called(self, name: str) -> tuple[FoundPerson, ...]:
        """The first page of those who may be called so. Raises SourceError."""
        page = await self._tmdb.get(
            "/search/person", payload.People, _OPERATION, name, {"query": name}, "tmdb_search_person"
        )
        return tuple(_listed(hit) for hit in page.results)

    async def whole_person(self, found: FoundPerson) -> FoundPerson | None:
        """Their names, ids and films; None if they are there no longer. Raises SourceError."""
        try:
            person = await self._tmdb.get(
                f"/person/{found.tmdb_id}",
                payload.Person,
                _OPERATION,
                found.name,
                {"append_to_response": _APPENDED},
                "tmdb_person",
            )
        except Absent:
            return None
        return _whole(person)


def _listed(hit: payload.PersonHit, imdb_id: str | None = None) -> FoundPerson:
    return FoundPerson(
        NAME,
        hit.name,
        tmdb_id=hit.id,
        imdb_id=imdb_id,
        other_names=_others(hit.name, [hit.original_name or ""]),
        known_for=hit.known_for_department or "",
        profile_path=hit.profile_path or "",
    )


def _whole(person: payload.Person) -> FoundPerson:
    done = person.movie_credits
    films = [_film(hit, Part("cast", "Acting", "", hit.character or "")) for hit in done.cast]
    films += [_film(hit, Part("crew", hit.department, hit.job)) for hit in done.crew]
    return FoundPerson(
        NAME,
        person.name,
        tmdb_id=person.id,
        imdb_id=person.external_ids.imdb_id or None,
        other_names=_others(person.name, [person.original_name or "", *person.also_known_as]),
        known_for=person.known_for_department or "",
        profile_path=person.profile_path or "",
        films=tuple(films),
        read=True,
    )


def _others(name: str, names: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(other for other in names if other and other != name))


def _film(hit: payload.DoneHit, part: Part) -> KnownFilm:
    try:
        year = date.fromisoformat(hit.release_date).year if hit.release_date else None
    except ValueError:
        year = None
    return KnownFilm(hit.id, hit.title, year, part)
