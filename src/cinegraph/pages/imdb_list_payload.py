"""The JSON of IMDb's list page, as typed values: only what is read of it."""

from datetime import datetime

import msgspec


class Text(msgspec.Struct):
    """A text in its wrapping."""

    text: str


class ListName(msgspec.Struct):
    """The list's name as its owner wrote it."""

    text: str = msgspec.field(name="originalText")


class Id(msgspec.Struct):
    """Something with an id ("movie", "TITLES", "director")."""

    id: str


class Year(msgspec.Struct):
    """When a film was first shown."""

    year: int | None


class Name(msgspec.Struct):
    """A person."""

    name: Text = msgspec.field(name="nameText")


class Credit(msgspec.Struct):
    """A person's credit."""

    name: Name


class Credits(msgspec.Struct):
    """The people of one category."""

    category: Id
    credits: list[Credit]


class Film(msgspec.Struct):
    """A film on the list."""

    id: str
    name: Text = msgspec.field(name="titleText")
    original: Text | None = msgspec.field(name="originalTitleText", default=None)
    kind: Id | None = msgspec.field(name="titleType", default=None)
    released: Year | None = msgspec.field(name="releaseYear", default=None)
    credits: list[Credits] | None = msgspec.field(name="principalCredits", default=None)


class Description(msgspec.Struct):
    """What the list's owner wrote of a film."""

    original: str | None = msgspec.field(name="originalText", default=None)


class Node(msgspec.Struct):
    """A film's place on the list."""

    position: int = msgspec.field(name="absolutePosition")
    created: datetime | None = msgspec.field(name="createdDate", default=None)
    description: Description | str | None = None

    @property
    def note(self) -> str | None:
        """What the list's owner wrote, None if nothing."""
        said = self.description.original if isinstance(self.description, Description) else self.description
        return (said or "").strip() or None


class Edge(msgspec.Struct):
    """A film and its place."""

    node: Node
    film: Film = msgspec.field(name="listItem")


class Search(msgspec.Struct):
    """The films that this page shows, and how many pass its filter."""

    total: int
    edges: list[Edge]


class Items(msgspec.Struct):
    """How many films the list has."""

    total: int


class List(msgspec.Struct):
    """The list itself."""

    id: str
    name: ListName
    search: Search = msgspec.field(name="titleListItemSearch")
    items: Items | None = None
    type: Id | None = msgspec.field(name="listType", default=None)


class Main(msgspec.Struct):
    """The page's main column."""

    list: List | None


class Above(msgspec.Struct):
    """The page's head."""

    visibility: str | None = None


class PageProps(msgspec.Struct):
    """What the page is made from."""

    main: Main | None = msgspec.field(name="mainColumnData", default=None)
    above: Above | None = msgspec.field(name="aboveTheFoldData", default=None)
    private: bool = msgspec.field(name="showPrivateListMessaging", default=False)
    number: int = msgspec.field(name="initialPageNumber", default=1)
    status_code: int | None = msgspec.field(name="statusCode", default=None)


class Props(msgspec.Struct):
    """The wrapping of what the page is made from."""

    page_props: PageProps = msgspec.field(name="pageProps", default_factory=PageProps)


class Query(msgspec.Struct):
    """What was asked for."""

    list_id: str | None = msgspec.field(name="lsconst", default=None)


class Page(msgspec.Struct):
    """The whole of the page's data."""

    props: Props
    page: str = ""
    query: Query = msgspec.field(default_factory=Query)
