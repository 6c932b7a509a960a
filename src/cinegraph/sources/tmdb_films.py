"""TMDb's record of a film as a Candidate."""

from collections.abc import Sequence
from datetime import date

from cinegraph.domain.film_details import OFFERS, RELEASES, Collection, Company, ImageBase, Provider, Release
from cinegraph.domain.movies import Candidate, Facts, Image, Rating, Video
from cinegraph.domain.people import Credit
from cinegraph.sources import tmdb_payloads as payload

_PICTURES_KEPT = 10
"""Of each kind, the best voted first: a popular film has hundreds, and addresses of ten show any page."""


def candidate(movie: payload.Movie) -> Candidate:
    """Everything that is kept of the record."""
    released = _day(movie.release_date)
    return Candidate(
        source="tmdb",
        source_id=str(movie.id),
        title=movie.title,
        original_title=movie.original_title if movie.original_title != movie.title else None,
        year=released.year if released else None,
        imdb_id=movie.imdb_id or movie.external_ids.imdb_id or None,
        tmdb_id=movie.id,
        wikidata_id=movie.external_ids.wikidata_id or None,
        complete=True,
        facts=_facts(movie, released),
        credits=_credits(movie.credits),
        genres=_names(movie.genres),
        keywords=_names(movie.keywords.keywords),
        images=_images(movie.images),
        videos=_videos(movie.videos.results),
        ratings=_ratings(movie),
        companies=_companies(movie.production_companies),
        releases=_releases(movie.release_dates.results),
        collection=_collection(movie.belongs_to_collection),
        providers=_providers(movie.providers.results),
    )


def image_bases(told: payload.ImageSizes) -> tuple[ImageBase, ...]:
    """Where TMDb's pictures are, by kind."""
    kinds = {
        "poster": told.poster_sizes,
        "backdrop": told.backdrop_sizes,
        "logo": told.logo_sizes,
        "profile": told.profile_sizes,
    }
    base = told.secure_base_url or told.base_url
    return tuple(ImageBase(kind, base, tuple(sizes)) for kind, sizes in kinds.items() if base and sizes)


def _facts(movie: payload.Movie, released: date | None) -> Facts:
    return Facts(
        overview=movie.overview or "",
        tagline=movie.tagline or "",
        status=movie.status or "",
        homepage=movie.homepage or "",
        original_language=movie.original_language or "",
        runtime=movie.runtime or None,
        release_date=released,
        budget=movie.budget or None,
        revenue=movie.revenue or None,
        popularity=movie.popularity,
        vote_average=movie.vote_average,
        vote_count=movie.vote_count,
        poster_path=movie.poster_path,
        backdrop_path=movie.backdrop_path,
        collection=movie.belongs_to_collection.name if movie.belongs_to_collection else None,
        countries=tuple(c.iso_3166_1 for c in movie.production_countries if c.iso_3166_1),
        languages=tuple(one.iso_639_1 for one in movie.spoken_languages if one.iso_639_1),
        companies=_names(movie.production_companies),
        alternative_titles=tuple(dict.fromkeys(t.title for t in movie.alternative_titles.titles if t.title)),
    )


def _credits(credits: payload.Credits) -> tuple[Credit, ...]:
    cast = [
        Credit(
            name=c.name,
            kind="cast",
            source_key=c.credit_id,
            tmdb_id=c.id,
            department="Acting",
            character=c.character or "",
            billing=c.order,
            known_for=c.known_for_department or "",
            profile_path=c.profile_path or "",
            other_names=_own_name(c.name, c.original_name),
        )
        for c in credits.cast
    ]
    crew = [
        Credit(
            name=c.name,
            kind="crew",
            source_key=c.credit_id,
            tmdb_id=c.id,
            department=c.department or "",
            job=c.job or "",
            known_for=c.known_for_department or "",
            profile_path=c.profile_path or "",
            other_names=_own_name(c.name, c.original_name),
        )
        for c in credits.crew
    ]
    return tuple({credit.source_key: credit for credit in [*cast, *crew]}.values())


def _own_name(name: str, original: str | None) -> tuple[str, ...]:
    return (original,) if original and original != name else ()


def _images(images: payload.Images) -> tuple[Image, ...]:
    kinds = (("poster", images.posters), ("backdrop", images.backdrops), ("logo", images.logos))
    kept = {
        p.file_path: Image(kind, p.file_path, p.width, p.height, p.iso_639_1, p.vote_average)
        for kind, pictures in kinds
        for p in sorted(pictures, key=lambda p: -p.vote_average)[:_PICTURES_KEPT]
    }
    return tuple(kept.values())


def _videos(clips: Sequence[payload.Clip]) -> tuple[Video, ...]:
    kept = {
        (c.site, c.key): Video(c.site, c.key, c.name, c.type, c.official, c.iso_639_1, c.published_at)
        for c in clips
    }
    return tuple(kept.values())


def _ratings(movie: payload.Movie) -> tuple[Rating, ...]:
    """By TMDb's own users (0–10); nobody's vote is no rating."""
    voted = movie.vote_average is not None and movie.vote_count
    return (Rating("tmdb", movie.vote_average or 0.0, movie.vote_count),) if voted else ()


def _companies(told: Sequence[payload.Company]) -> tuple[Company, ...]:
    kept = {c.name: Company(c.name, c.id, c.origin_country or None) for c in reversed(told) if c.name}
    return tuple(reversed(kept.values()))


def _releases(told: Sequence[payload.CountryReleases]) -> tuple[Release, ...]:
    """Each dated release of a kind that is known, once."""
    kept: dict[Release, None] = {}
    for country in told:
        for one in country.release_dates:
            day, kind = _day(one.release_date[:10]), one.type or 0
            if day is not None and country.iso_3166_1 and 0 < kind <= len(RELEASES):
                words = (one.certification or "").strip(), (one.note or "").strip()
                kept[Release(country.iso_3166_1, day, RELEASES[kind - 1], *words)] = None
    return tuple(kept)


def _collection(told: payload.Series | None) -> Collection | None:
    return None if told is None else Collection(told.id, told.name, told.poster_path, told.backdrop_path)


def _providers(told: dict[str, payload.Offers]) -> tuple[Provider, ...]:
    """By country and kind, in TMDb's order."""
    return tuple(
        Provider(country, kind, offer.provider_name, offer.provider_id)
        for country, offers in sorted(told.items())
        for kind in OFFERS
        for offer in sorted(getattr(offers, kind), key=lambda o: o.display_priority or 0)
    )


def _names(named: Sequence[payload.Named]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(n.name for n in named if n.name))


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
