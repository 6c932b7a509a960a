"""A film as TMDb writes it: as a hit, as a record, and what is appended to that."""

from typing import Any

from cinegraph.offline.facts import FilmFacts


def hit(film: FilmFacts) -> dict[str, Any]:
    return {
        "adult": False,
        "backdrop_path": None,
        "genre_ids": [],
        "id": film.tmdb_id,
        "original_language": film.language,
        "original_title": film.original_title or film.title_at_tmdb,
        "overview": "",
        "popularity": 1.0,
        "poster_path": f"/{film.imdb_id}.jpg",
        "release_date": film.released,
        "title": film.title_at_tmdb,
        "video": False,
        "vote_average": 0.0,
        "vote_count": 0,
    }


def record(film: FilmFacts) -> dict[str, Any]:
    rest = {
        "belongs_to_collection": None,
        "budget": 0,
        "genres": [{"id": 1 + i, "name": name} for i, name in enumerate(film.genres)],
        "homepage": "",
        "imdb_id": _known_id(film),
        "production_companies": [],
        "production_countries": [{"iso_3166_1": code, "name": code} for code in film.countries],
        "revenue": 0,
        "runtime": film.runtime or 0,
        "spoken_languages": [{"iso_639_1": film.language, "name": film.language}],
        "status": "Released",
        "tagline": "",
    }
    return hit(film) | rest


def _known_id(film: FilmFacts) -> str | None:
    return None if film.tmdb_lacks_imdb_id else film.imdb_id


def appended(film: FilmFacts, name: str) -> Any:
    country = film.countries[0] if film.countries else "US"
    return {
        "external_ids": {"imdb_id": _known_id(film), "wikidata_id": film.wikidata_id, "facebook_id": None},
        "alternative_titles": {"titles": _other_titles(film)},
        "release_dates": {
            "results": [
                {
                    "iso_3166_1": country,
                    "release_dates": [
                        {
                            "certification": "",
                            "note": "",
                            "release_date": f"{film.released}T00:00:00.000Z",
                            "type": 3,
                        }
                    ],
                }
            ]
            if film.released
            else []
        },
        "keywords": {"keywords": []},
        "images": {
            "backdrops": [],
            "logos": [],
            "posters": [
                {
                    "aspect_ratio": 0.667,
                    "file_path": f"/{film.imdb_id}.jpg",
                    "height": 3000,
                    "width": 2000,
                    "iso_639_1": film.language,
                    "vote_average": 0.0,
                    "vote_count": 0,
                }
            ],
        },
        "videos": {"results": []},
        "watch/providers": {"id": film.tmdb_id, "results": _offers(film)},
    }.get(name, {"results": []})


def _offers(film: FilmFacts) -> dict[str, Any]:
    """Where it can be seen. Real providers are not known here: these are invented, and always the same."""
    stream = {"provider_id": 9001, "provider_name": "Offline Stream", "display_priority": 1}
    shop = {"provider_id": 9002, "provider_name": "Offline Shop", "display_priority": 2}
    at = f"https://www.themoviedb.org/movie/{film.tmdb_id}/watch?locale=US"
    return {
        "US": {"link": at, "rent": [shop], "buy": [shop]} | ({"flatrate": [stream]} if film.runtime else {})
    }


def _other_titles(film: FilmFacts) -> list[dict[str, str]]:
    other = {film.title, film.original_title or film.title} - {film.title_at_tmdb}
    return [{"iso_3166_1": "US", "title": title, "type": ""} for title in sorted(other)]


def crew(film: FilmFacts) -> list[tuple[str, str, str]]:
    return [(name, "Directing", "Director") for name in film.directors] + list(film.crew)
