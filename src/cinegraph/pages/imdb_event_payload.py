"""The JSON inside IMDb's event page, typed: what is not listed here is not read.

Field names on the left are ours, `field(name=…)` IMDb's.
"""

from typing import Any

from msgspec import Raw, Struct, field


class Text(Struct):
    text: str


class PlainText(Struct):
    text: str = field(name="plainText")


class Kind(Struct):
    id: str


class Title(Struct):
    id: str
    name: Text = field(name="titleText")
    original: Text | None = field(name="originalTitleText", default=None)
    kind: Kind | None = field(name="titleType", default=None)


class Name(Struct):
    id: str
    name: Text = field(name="nameText")


class Company(Struct):
    id: str
    name: Text = field(name="companyText")


class _Noted(Struct):
    note: PlainText | str | None = None

    @property
    def said(self) -> str | None:
        """The note's text, which the page gives plain or wrapped."""
        return self.note.text if isinstance(self.note, PlainText) else self.note


class AwardTitle(_Noted, kw_only=True):
    title: Title


class AwardName(_Noted, kw_only=True):
    name: Name


class AwardCompany(_Noted, kw_only=True):
    company: Company


class Awarded(Struct, tag_field="__typename"):
    """Whom a nomination honours first, and who is named beside."""

    @property
    def all_titles(self) -> list[AwardTitle]:
        return []

    @property
    def all_names(self) -> list[AwardName]:
        return []

    @property
    def all_companies(self) -> list[AwardCompany]:
        return []


class AwardedTitles(Awarded, tag="AwardedTitles"):
    titles: list[AwardTitle] = field(name="awardTitles")
    names: list[AwardName] | None = field(name="secondaryAwardNames", default=None)
    companies: list[AwardCompany] | None = field(name="secondaryAwardCompanies", default=None)

    @property
    def all_titles(self) -> list[AwardTitle]:
        return self.titles

    @property
    def all_names(self) -> list[AwardName]:
        return self.names or []

    @property
    def all_companies(self) -> list[AwardCompany]:
        return self.companies or []


class AwardedNames(Awarded, tag="AwardedNames"):
    names: list[AwardName] = field(name="awardNames")
    titles: list[AwardTitle] | None = field(name="secondaryAwardTitles", default=None)
    companies: list[AwardCompany] | None = field(name="secondaryAwardCompanies", default=None)

    @property
    def all_titles(self) -> list[AwardTitle]:
        return self.titles or []

    @property
    def all_names(self) -> list[AwardName]:
        return self.names

    @property
    def all_companies(self) -> list[AwardCompany]:
        return self.companies or []


class AwardedCompanies(Awarded, tag="AwardedCompanies"):
    companies: list[AwardCompany] = field(name="awardCompanies")
    titles: list[AwardTitle] | None = field(name="secondaryAwardTitles", default=None)
    names: list[AwardName] | None = field(name="secondaryAwardNames", default=None)

    @property
    def all_titles(self) -> list[AwardTitle]:
        return self.titles or []

    @property
    def all_names(self) -> list[AwardName]:
        return self.names or []

    @property
    def all_companies(self) -> list[AwardCompany]:
        return self.companies


class Episode(Struct):
    """An episode that a nomination is for; IMDb gives it a title, wrapped in different ways."""

    id: str = ""
    name: Text | None = field(name="titleText", default=None)

    @property
    def said(self) -> str:
        return self.name.text if self.name else self.id


class Nomination(Struct):
    is_winner: bool = field(name="isWinner")
    entities: AwardedTitles | AwardedNames | AwardedCompanies = field(name="awardedEntities")
    notes: PlainText | None = None
    episodes: list[Episode] | None = field(name="forEpisodes", default=None)
    songs: list[str] | None = field(name="forSongTitles", default=None)


class NominationEdge(Struct):
    node: Nomination


class PageInfo(Struct):
    has_next_page: bool = field(name="hasNextPage")


class Nominations(Struct):
    """One page of a category's nominations; `total` is how many there are, where the page says so."""

    edges: list[NominationEdge]
    page_info: PageInfo = field(name="pageInfo")
    total: int | None = None

    @property
    def is_cut(self) -> bool:
        return self.page_info.has_next_page or (self.total or 0) > len(self.edges)


class CategoryNode(Struct):
    category: Text | None
    nominations: Nominations

    @property
    def name(self) -> str | None:
        return self.category.text if self.category else None


class CategoryEdge(Struct):
    node: CategoryNode


class Categories(Struct):
    """One page of an award's categories, as above."""

    edges: list[CategoryEdge]
    page_info: PageInfo | None = field(name="pageInfo", default=None)
    total: int | None = None

    @property
    def is_cut(self) -> bool:
        more = self.page_info is not None and self.page_info.has_next_page
        return more or (self.total or 0) > len(self.edges)


class Award(Struct):
    text: str
    categories: Categories = field(name="nominationCategories")


class EditionAwards(Struct):
    awards: list[Award]


class DateParts(Struct):
    year: int | None = None
    month: int | None = None
    day: int | None = None


class DisplayableDate(Struct):
    parts: DateParts | None = field(name="dateComponents", default=None)


class DateRange(Struct):
    start: DisplayableDate | None = field(name="startDate", default=None)
    end: DisplayableDate | None = field(name="endDate", default=None)


class Event(Struct):
    name: Text | None = None
    location: Text | None = None


class EditionInfo(Struct):
    year: int
    id: str | None = None
    instance: int = field(name="instanceWithinYear", default=1)
    date_range: DateRange | None = field(name="dateRange", default=None)
    event: Event | None = None


class OtherEdition(Struct):
    year: int
    id: str | None = None
    instance: int = field(name="instanceWithinYear", default=1)


class Aka(Struct):
    name: Text | None = None


class Link(Struct):
    url: str | None = None


class PageProps(Struct):
    event_name: str = field(name="eventName", default="")
    edition_info: EditionInfo | None = field(name="editionInfo", default=None)
    edition: EditionAwards | None = None
    history: list[OtherEdition] = field(name="historyEventEditions", default_factory=list)
    akas: list[Aka] = field(name="eventAkas", default_factory=list)
    links: list[Link] = field(name="eventLinks", default_factory=list)
    status_code: int | None = field(name="statusCode", default=None)


class Props(Struct):
    page_props: PageProps = field(name="pageProps")


class Page(Struct):
    props: Props
    page: str = ""
    query: Raw | dict[str, Any] = field(default_factory=dict)
