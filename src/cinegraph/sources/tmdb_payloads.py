"""TMDb's JSON, typed: only what is kept is read. Fields are named as TMDb names them.

Read off recorded answers of v3; a field that TMDb leaves out or sets to null is None or empty.
"""

from msgspec import Struct, field


class Status(Struct):
    """The body of every refusal."""

    status_code: int = 0
    status_message: str = ""


class Named(Struct):
    name: str = ""


class Company(Named):
    id: int | None = None
    origin_country: str | None = None


class Series(Struct):
    """What TMDb calls a collection."""

    id: int
    name: str
    poster_path: str | None = None
    backdrop_path: str | None = None


class Country(Struct):
    iso_3166_1: str = ""


class Language(Struct):
    iso_639_1: str = ""


class Cast(Struct):
    id: int
    name: str
    credit_id: str
    character: str | None = None
    order: int | None = None
    known_for_department: str | None = None
    profile_path: str | None = None
    original_name: str | None = None


class Crew(Struct):
    id: int
    name: str
    credit_id: str
    department: str | None = None
    job: str | None = None
    known_for_department: str | None = None
    profile_path: str | None = None
    original_name: str | None = None


class Credits(Struct):
    cast: list[Cast] = field(default_factory=list)
    crew: list[Crew] = field(default_factory=list)


class ExternalIds(Struct):
    imdb_id: str | None = None
    wikidata_id: str | None = None


class AlternativeTitle(Struct):
    title: str = ""


class AlternativeTitles(Struct):
    titles: list[AlternativeTitle] = field(default_factory=list)


class Release(Struct):
    release_date: str = ""
    certification: str | None = None
    type: int | None = None
    note: str | None = None


class CountryReleases(Struct):
    iso_3166_1: str = ""
    release_dates: list[Release] = field(default_factory=list)


class Releases(Struct):
    results: list[CountryReleases] = field(default_factory=list)


class Keywords(Struct):
    keywords: list[Named] = field(default_factory=list)


class Picture(Struct):
    file_path: str
    width: int = 0
    height: int = 0
    iso_639_1: str | None = None
    vote_average: float = 0.0


class Images(Struct):
    posters: list[Picture] = field(default_factory=list)
    backdrops: list[Picture] = field(default_factory=list)
    logos: list[Picture] = field(default_factory=list)


class Clip(Struct):
    site: str
    key: str
    name: str = ""
    type: str = ""
    official: bool = False
    iso_639_1: str | None = None
    published_at: str | None = None


class Videos(Struct):
    results: list[Clip] = field(default_factory=list)


class Offer(Struct):
    provider_name: str
    provider_id: int | None = None
    display_priority: int | None = None


class Offers(Struct):
    """Where a film can be seen in a country, by how."""

    flatrate: list[Offer] = field(default_factory=list)
    free: list[Offer] = field(default_factory=list)
    ads: list[Offer] = field(default_factory=list)
    rent: list[Offer] = field(default_factory=list)
    buy: list[Offer] = field(default_factory=list)


class Providers(Struct):
    results: dict[str, Offers] = field(default_factory=dict)


class Movie(Struct):
    """`/movie/{id}` with everything appended."""

    id: int
    title: str
    original_title: str = ""
    imdb_id: str | None = None
    release_date: str | None = None
    overview: str | None = None
    tagline: str | None = None
    status: str | None = None
    homepage: str | None = None
    original_language: str | None = None
    runtime: int | None = None
    budget: int | None = None
    revenue: int | None = None
    popularity: float | None = None
    vote_average: float | None = None
    vote_count: int | None = None
    poster_path: str | None = None
    backdrop_path: str | None = None
    belongs_to_collection: Series | None = None
    genres: list[Named] = field(default_factory=list)
    production_companies: list[Company] = field(default_factory=list)
    production_countries: list[Country] = field(default_factory=list)
    spoken_languages: list[Language] = field(default_factory=list)
    credits: Credits = field(default_factory=Credits)
    external_ids: ExternalIds = field(default_factory=ExternalIds)
    alternative_titles: AlternativeTitles = field(default_factory=AlternativeTitles)
    release_dates: Releases = field(default_factory=Releases)
    keywords: Keywords = field(default_factory=Keywords)
    images: Images = field(default_factory=Images)
    videos: Videos = field(default_factory=Videos)
    providers: Providers = field(name="watch/providers", default_factory=Providers)


class MovieHit(Struct):
    """A film in the results of `/find` and `/search/movie`."""

    id: int
    title: str
    original_title: str | None = None
    release_date: str | None = None


class TvHit(Struct):
    id: int
    name: str
    original_name: str | None = None
    first_air_date: str | None = None


class EpisodeHit(Struct):
    id: int
    name: str
    air_date: str | None = None
    show_id: int | None = None


class PersonHit(Struct):
    id: int
    name: str
    original_name: str | None = None
    known_for_department: str | None = None
    profile_path: str | None = None


class Found(Struct):
    """`/find/{id}`: five kinds of result, most of them empty. An answer without the lists is none."""

    movie_results: list[MovieHit]
    tv_results: list[TvHit]
    person_results: list[PersonHit]
    tv_episode_results: list[EpisodeHit] = field(default_factory=list)
    tv_season_results: list[EpisodeHit] = field(default_factory=list)


class Hits(Struct):
    """`/search/movie`, one page."""

    results: list[MovieHit]
    total_results: int


class People(Struct):
    """`/search/person`, one page."""

    results: list[PersonHit]


class DoneHit(MovieHit):
    """A film in a person's credits: with a job in the crew, with a character in the cast."""

    job: str = ""
    department: str = ""
    character: str | None = None


class PersonCredits(Struct):
    """`/person/{id}/movie_credits`."""

    crew: list[DoneHit]
    cast: list[DoneHit] = field(default_factory=list)


class Person(PersonHit, kw_only=True):
    """`/person/{id}` with its films and its ids appended."""

    also_known_as: list[str] = field(default_factory=list)
    movie_credits: PersonCredits
    external_ids: ExternalIds = field(default_factory=ExternalIds)


class ImageSizes(Struct):
    """`images` of the configuration: an address, and the sizes of each kind below it."""

    secure_base_url: str = ""
    base_url: str = ""
    poster_sizes: list[str] = field(default_factory=list)
    backdrop_sizes: list[str] = field(default_factory=list)
    logo_sizes: list[str] = field(default_factory=list)
    profile_sizes: list[str] = field(default_factory=list)


class Configuration(Struct):
    """`/configuration`: where images are."""

    images: ImageSizes


class Changed(Struct):
    id: int


class Changes(Struct):
    """`/movie/changes`, one page: the films that changed between two days."""

    results: list[Changed]
    page: int = 1
    total_pages: int = 1
