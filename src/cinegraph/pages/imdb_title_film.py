"""What IMDb's title page states, as a Candidate."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from html import unescape
from typing import Literal

from msgspec import UNSET

from cinegraph.domain.movies import Candidate, Facts, Image, Rating, Video
from cinegraph.domain.people import Credit
from cinegraph.pages import imdb_title_payload as payload
from cinegraph.pages.errors import PageChanged

SOURCE = "imdb_title"

_TITLE_ID = re.compile(r"/title/(tt\d{7,})")
_NAME_ID = re.compile(r"/name/(nm\d{7,})")
_DURATION = re.compile(r"PT(?:(\d+)H)?(?:(\d+)M)?(?:\d+S)?$")
_KINDS = {"tvSeries": "tv", "tvMiniSeries": "tv", "tvEpisode": "tv_episode"}
_LINKED_KINDS = {"Movie": "movie", "TVSeries": "tv", "TVEpisode": "tv_episode"}


def film(above: payload.Above, main: payload.Main) -> Candidate:
    """Everything that is kept of the page's data. Raises PageChanged for what is not as expected."""
    title = above.title.text
    return Candidate(
        source=SOURCE,
        source_id=above.id,
        title=title,
        original_title=above.original.text if above.original and above.original.text != title else None,
        year=above.year.year if above.year else None,
        kind=_KINDS.get(above.kind.id, above.kind.id),
        imdb_id=above.id,
        complete=True,
        facts=_facts(above, main),
        credits=_credits(main),
        genres=_texts(above.genres.genres if above.genres else ()),
        keywords=_texts([*_nodes(above.keywords), *_nodes(main.keywords)]),
        images=_images(above.image),
        videos=_videos([*_nodes(above.videos), *_nodes(main.videos)]),
        ratings=_ratings(above),
    )


def title_id(url: str) -> str | None:
    """The tt id in an address of IMDb's; None if there is none."""
    found = _TITLE_ID.search(url)
    return found.group(1) if found else None


def _facts(above: payload.Above, main: payload.Main) -> Facts:
    released = _day(above.released)
    certificate = (above.certificate.rating if above.certificate else None) or ""
    seconds = above.runtime.seconds if above.runtime else None
    plot = above.plot.text if above.plot else None
    return Facts(
        overview=plot.text if plot else "",
        tagline=next((line.text for line in _nodes(main.taglines)), ""),
        status=above.status.stage.text if above.status and above.status.stage else "",
        homepage=next((link.url for link in _nodes(main.links) if _is_official(link)), ""),
        runtime=seconds // 60 if seconds else None,
        release_date=released,
        budget=_dollars(main.budget.budget if main.budget else None),
        revenue=_dollars(main.gross.total if main.gross else None),
        poster_path=above.image.url if above.image and above.image.url else None,
        countries=_codes(_countries(main)),
        languages=_codes(main.languages.languages if main.languages else ()),
        companies=_texts(p.company.name for p in _nodes(main.production)),
        alternative_titles=_texts(_nodes(main.akas)),
        releases=(("", f"{released.isoformat()}T00:00:00.000Z", certificate),) if released else (),
    )


def _countries(main: payload.Main) -> Sequence[payload.Coded]:
    told = main.countries_since_2025 if main.countries_since_2025 is not UNSET else main.countries_before_2025
    if told is UNSET:
        raise PageChanged("expected the film's countries in the page's data, found none")
    return told.countries if isinstance(told, payload.Countries) else ()


def _credits(main: payload.Main) -> tuple[Credit, ...]:
    """Directors, writers and cast, each person once in each of them, in the page's order."""
    kept: dict[str, Credit] = {}
    crew = (("director", "Directing", main.directors), ("writer", "Writing", main.writers))
    for what, department, groups in crew:
        for credit in (c for group in groups for c in group.credits):
            _add(kept, _crew_credit(credit, what, department))
    cast = [credit for group in main.first or () for credit in group.credits] + main.cast.nodes
    seen = dict.fromkeys(credit.person.id for credit in cast)
    billing = {person: place for place, person in enumerate(seen)}
    for credit in cast:
        _add(kept, _cast_credit(credit, billing[credit.person.id]))
    return tuple(kept.values())


def _add(kept: dict[str, Credit], credit: Credit) -> None:
    kept.setdefault(credit.source_key, credit)


def _crew_credit(credit: payload.Credit, what: str, department: str) -> Credit:
    """A writer's remark is part of the job ("Writer (screenplay)"); whoever directs is "Director"."""
    remarks = ", ".join(remark.text for remark in credit.attributes or ())
    job = "Director" if what == "director" else f"Writer ({remarks})" if remarks else "Writer"
    return Credit(
        name=credit.person.name.text,
        kind="crew",
        source_key=f"{what}-{credit.person.id}",
        imdb_id=credit.person.id,
        department=department,
        job=job,
    )


def _cast_credit(credit: payload.Credit, billing: int) -> Credit:
    """The character as other catalogues write it: "Genie / Peddler (voice)"."""
    played = " / ".join(character.name for character in credit.characters or ())
    remarks = "".join(f" ({remark.text})" for remark in credit.attributes or ())
    return Credit(
        name=credit.person.name.text,
        kind="cast",
        source_key=f"cast-{credit.person.id}",
        imdb_id=credit.person.id,
        department="Acting",
        character=(played + remarks).strip(),
        billing=billing,
    )


def _images(picture: payload.Picture | None) -> tuple[Image, ...]:
    if picture is None or not picture.url:
        return ()
    return (Image("poster", picture.url, picture.width, picture.height),)


def _videos(clips: Iterable[payload.Clip]) -> tuple[Video, ...]:
    """Each clip once, under its vi id; the page does not say which are official."""
    kept: dict[str, Video] = {}
    for clip in clips:
        name = clip.name or payload.ClipName()
        kind = clip.kind.name.value if clip.kind else ""
        kept.setdefault(
            clip.id,
            Video(
                "imdb",
                clip.id,
                name.value,
                kind,
                official=False,
                language=name.language,
                published_at=clip.created,
            ),
        )
    return tuple(kept.values())


def _ratings(above: payload.Above) -> tuple[Rating, ...]:
    told = []
    if above.ratings and above.ratings.average is not None:
        told.append(Rating("imdb", above.ratings.average, above.ratings.votes))
    score = above.metacritic.metascore if above.metacritic else None
    if score and score.score is not None:
        told.append(Rating("metacritic", float(score.score)))
    return tuple(told)


def film_of_linked_data(told: payload.LinkedData, year: int | None) -> Candidate:
    """What JSON-LD alone says of the film: not complete. `year` is the heading's. Raises PageChanged."""
    imdb_id = title_id(told.url)
    if imdb_id is None:
        raise PageChanged(f"expected the title's address in the page's JSON-LD, found {told.url!r}")
    released = _iso_day(told.published)
    title, original = unescape(told.also or told.name), unescape(told.name)
    rated = told.rated if told.rated and told.rated.average not in (None, "") else None
    return Candidate(
        source=SOURCE,
        source_id=imdb_id,
        title=title,
        original_title=original if original != title else None,
        year=year or (released.year if released else None),
        kind=_LINKED_KINDS.get(told.kind, told.kind),
        imdb_id=imdb_id,
        facts=Facts(
            overview=unescape(told.description or ""),
            runtime=_minutes(told.duration),
            release_date=released,
            poster_path=told.image or None,
        ),
        credits=(
            *_linked_people(told.director, "crew", "Directing", "Director"),
            *_linked_people(told.creator, "crew", "Writing", "Writer"),
            *_linked_people(told.actor, "cast", "Acting", ""),
        ),
        genres=tuple([told.genre] if isinstance(told.genre, str) else told.genre or ()),
        keywords=tuple(word for word in unescape(told.keywords or "").split(",") if word),
        ratings=(Rating("imdb", float(rated.average or 0), rated.votes),) if rated else (),
    )


def _linked_people(
    told: list[payload.Linked] | payload.Linked | None,
    kind: Literal["cast", "crew"],
    department: str,
    job: str,
) -> tuple[Credit, ...]:
    """People only: a film's creators are companies too."""
    listed = told if isinstance(told, list) else [told] if told else []
    people = {found.group(1): unescape(one.name) for one in listed if (found := _NAME_ID.search(one.url))}
    return tuple(
        Credit(
            name=name,
            kind=kind,
            source_key=f"{(job or 'cast').casefold()}-{key}",
            imdb_id=key,
            department=department,
            job=job,
            billing=place if kind == "cast" else None,
        )
        for place, (key, name) in enumerate(people.items())
    )


def _nodes(told: payload.Edges[payload.T] | None) -> list[payload.T]:
    return told.nodes if told else []


def _texts(told: Iterable[payload.Text]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.text for one in told if one.text))


def _codes(told: Iterable[payload.Coded]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.id for one in told if one.id))


def _is_official(link: payload.Link) -> bool:
    return (link.label or "").casefold() in ("official site", "official website")


def _dollars(money: payload.Money | None) -> int | None:
    """US dollars only: another currency is no number to compare with."""
    return money.amount if money and money.currency == "USD" else None


def _day(told: payload.Day | None) -> date | None:
    return date(told.year, told.month, told.day) if told and told.year and told.month and told.day else None


def _iso_day(told: str | None) -> date | None:
    try:
        return date.fromisoformat(told) if told else None
    except ValueError:
        return None


def _minutes(duration: str | None) -> int | None:
    found = _DURATION.match(duration or "")
    return (int(found.group(1) or 0) * 60 + int(found.group(2) or 0)) or None if found else None
