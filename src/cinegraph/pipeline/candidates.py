"""A candidate and its evidence, as a question keeps them and a person sees them."""

from dataclasses import asdict

from cinegraph.lookup.matching import Match


def told(weighed: Match) -> dict[str, object]:
    """The film as its source tells of it, its score, and each reason that spoke."""
    film = weighed.candidate
    return {
        "source": film.source,
        "source_id": film.source_id,
        "title": film.title,
        "original_title": film.original_title,
        "year": film.year,
        "kind": film.kind,
        "imdb_id": film.imdb_id,
        "tmdb_id": film.tmdb_id,
        "wikidata_id": film.wikidata_id,
        "directors": list(film.directors),
        "poster": film.facts.poster_path,
        "score": weighed.score,
        "evidence": [asdict(e) for e in weighed.evidence],
    }
