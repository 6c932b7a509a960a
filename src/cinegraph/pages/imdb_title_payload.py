"""The JSON inside IMDb's title page, typed: what is not listed here is not read.

Field names on the left are ours, `field(name=…)` IMDb's. A field without a default stands on every page that we
have seen (2022–2026), with null where IMDb knows nothing: its absence is a changed page.
"""

from typing import Generic, TypeVar

from msgspec import UNSET, Raw, Struct, UnsetType, field

T = TypeVar("T")


class Text(Struct):
    text: str


class PlainText(Struct):
    text: str = field(name="plainText")


class Value(Struct):
    value: str = ""


class Coded(Struct):
    id: str
    text: str = ""


class Edge(Struct, Generic[T]):
    node: T


class Edges(Struct, Generic[T]):
    """A list as GraphQL wraps it."""

    edges: list[Edge[T]] = field(default_factory=list)

    @property
    def nodes(self) -> list[T]:
        return [edge.node for edge in self.edges]


class Year(Struct):
    year: int | None = None


class Day(Struct):
    year: int | None = None
    month: int | None = None
    day: int | None = None


class Runtime(Struct):
    seconds: int | None = None


class Ratings(Struct):
    average: float | None = field(name="aggregateRating", default=None)
    votes: int = field(name="voteCount", default=0)


class Score(Struct):
    score: int | None = None


class Metacritic(Struct):
    metascore: Score | None = None


class Genres(Struct):
    genres: list[Text]


class Plot(Struct):
    text: PlainText | None = field(name="plotText", default=None)


class Picture(Struct):
    id: str
    url: str = ""
    width: int = 0
    height: int = 0


class ClipKind(Struct):
    name: Value = field(name="displayName")


class ClipName(Struct):
    value: str = ""
    language: str | None = None


class Clip(Struct):
    id: str
    name: ClipName | None = None
    kind: ClipKind | None = field(name="contentType", default=None)
    created: str | None = field(name="createdDate", default=None)


class Named(Struct):
    name: Text = field(name="companyText")


class Producer(Struct):
    company: Named


class Certificate(Struct):
    rating: str | None = None


class Production(Struct):
    stage: Coded | None = field(name="currentProductionStage", default=None)


class Above(Struct, kw_only=True):
    """`aboveTheFoldData`: what the reader sees first."""

    id: str
    title: Text = field(name="titleText")
    original: Text | None = field(name="originalTitleText")
    kind: Coded = field(name="titleType")
    year: Year | None = field(name="releaseYear")
    released: Day | None = field(name="releaseDate")
    runtime: Runtime | None
    ratings: Ratings | None = field(name="ratingsSummary")
    metacritic: Metacritic | None
    genres: Genres | None
    keywords: Edges[Text] | None
    plot: Plot | None
    image: Picture | None = field(name="primaryImage")
    videos: Edges[Clip] | None = field(name="primaryVideos")
    certificate: Certificate | None
    status: Production | None = field(name="productionStatus")


class Person(Struct):
    id: str
    name: Text = field(name="nameText")


class Character(Struct):
    name: str


class Credit(Struct):
    """One person's part: `attributes` are IMDb's remarks ("voice", "based on the novel by")."""

    person: Person = field(name="name")
    characters: list[Character] | None = None
    attributes: list[Text] | None = None


class Credits(Struct):
    credits: list[Credit]


class Countries(Struct):
    countries: list[Coded]


class Languages(Struct):
    languages: list[Coded] = field(name="spokenLanguages")


class Money(Struct):
    amount: int
    currency: str


class Budget(Struct):
    budget: Money | None = None


class Gross(Struct):
    total: Money | None = None


class Link(Struct):
    url: str
    label: str | None = None


class Main(Struct, kw_only=True):
    """`mainColumnData`: the rest of the page. `first` are the stars, where the page keeps them apart."""

    id: str
    first: list[Credits] | None = field(name="principalCast", default=None)
    cast: Edges[Credit]
    directors: list[Credits]
    writers: list[Credits]
    countries_before_2025: Countries | UnsetType | None = field(name="countriesOfOrigin", default=UNSET)
    countries_since_2025: Countries | UnsetType | None = field(name="countriesDetails", default=UNSET)
    languages: Languages | None = field(name="spokenLanguages")
    akas: Edges[Text] | None
    production: Edges[Producer] | None
    budget: Budget | None = field(name="productionBudget")
    gross: Gross | None = field(name="worldwideGross")
    links: Edges[Link] | None = field(name="detailsExternalLinks", default=None)
    videos: Edges[Clip] | None = field(name="videoStrip")
    taglines: Edges[Text] | None = None
    keywords: Edges[Text] | None = field(name="storylineKeywords", default=None)


class TitleProps(Struct):
    tconst: str
    above: Above = field(name="aboveTheFoldData")
    main: Main = field(name="mainColumnData")


class ErrorProps(Struct):
    status: int | None = field(name="statusCode", default=None)


class Props(Struct):
    page_props: Raw = field(name="pageProps")


class Page(Struct):
    """Every page of IMDb's site; `props.page_props` is read when it is known which kind of page it is."""

    props: Props
    page: str = ""


class Linked(Struct):
    """A person or company in JSON-LD; `url` holds the id."""

    url: str = ""
    name: str = ""


class Voted(Struct):
    votes: int = field(name="ratingCount", default=0)
    average: float | str | None = field(name="ratingValue", default=None)


class LinkedData(Struct):
    """The page's JSON-LD, as search engines read it. Its texts are escaped as HTML."""

    kind: str = field(name="@type")
    url: str
    name: str
    also: str | None = field(name="alternateName", default=None)
    published: str | None = field(name="datePublished", default=None)
    description: str | None = None
    duration: str | None = None
    genre: list[str] | str | None = None
    keywords: str | None = None
    image: str | None = None
    rated: Voted | None = field(name="aggregateRating", default=None)
    director: list[Linked] | Linked | None = None
    actor: list[Linked] | Linked | None = None
    creator: list[Linked] | Linked | None = None
