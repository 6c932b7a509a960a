"""The ways to search TMDb for a film, the most promising first.

`/search/movie` knows original and alternative titles; its hits carry no IMDb id, and only the first page is read.
"""

from cinegraph.domain.movies import MovieRef
from cinegraph.domain.wordings import longest_word, queries
from cinegraph.sources.base import Strategy

_OTHER_WORDINGS = 5
"""So many other wordings of a title are searched for at most."""


def strategies(ref: MovieRef) -> tuple[Strategy, ...]:
    """The titles told in the years it may have come out; in any year; worded otherwise; by their longest word in
    those years; by the directors told. A title that came with an id is a catalogue's own: it has no other wording."""
    years = dict.fromkeys((*([ref.year] if ref.year else []), *ref.years))
    printed = () if ref.imdb_id else ref.titles
    others = [query for title in printed for query in queries(title)][:_OTHER_WORDINGS]
    longest = dict.fromkeys(map(longest_word, printed))
    return (
        *(_in_year("tmdb_search_title_year", title, year) for title in ref.titles for year in years),
        *(Strategy("tmdb_search_title", "title", None, (("query", title),)) for title in ref.titles),
        *(Strategy("tmdb_search_wording", "title", None, (("query", query),)) for query in others),
        *(_in_year("tmdb_search_word_year", word, year) for word in longest for year in years),
        *(Strategy("tmdb_search_director", "people", None, (("query", name),)) for name in ref.directors),
    )


def _in_year(name: str, query: str, year: int) -> Strategy:
    return Strategy(name, "title", 0, (("query", query), ("primary_release_year", str(year))))
