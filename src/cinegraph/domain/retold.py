"""A ceremony told again with what its pages leave unsaid: the award, a film's title, the id that a film has now."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from cinegraph.domain.festivals import Ceremony, Nomination
from cinegraph.domain.movies import MovieRef


def with_award(ceremony: Ceremony, award: str | None) -> Ceremony:
    """The ceremony with every unsaid award group named: `award`, or the category's own name."""
    named = tuple(
        c if c.award is not None else replace(c, award=award or c.name) for c in ceremony.categories
    )
    return replace(ceremony, categories=named)


def with_film_titles(ceremony: Ceremony, titles: Mapping[str, str]) -> Ceremony:
    """The ceremony with a title (as the original one) for its films that are known by their id only, where `titles`
    has one: what they are compared by with pages that give no ids."""

    def titled(film: MovieRef) -> MovieRef:
        known = titles.get(film.imdb_id or "") if not film.titles else None
        return replace(film, original_title=known) if known else film

    return _with_films(ceremony, titled)


def with_film_ids(ceremony: Ceremony, known_as: Mapping[str, str]) -> Ceremony:
    """The ceremony with other IMDb ids for its films, where `known_as` has one."""

    def renamed(film: MovieRef) -> MovieRef:
        return replace(film, imdb_id=known_as.get(film.imdb_id or "", film.imdb_id))

    return _with_films(ceremony, renamed)


def _with_films(ceremony: Ceremony, changed: Callable[[MovieRef], MovieRef]) -> Ceremony:
    def nomination(told: Nomination) -> Nomination:
        return replace(told, films=tuple(map(changed, told.films)))

    return replace(
        ceremony,
        categories=tuple(
            replace(c, nominations=tuple(map(nomination, c.nominations))) for c in ceremony.categories
        ),
    )
