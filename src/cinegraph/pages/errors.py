"""What can be wrong with a page, named for the disaster that each error prevents.

    PageError
     ├─ Blocked         a challenge or a refusal in place of the page: nothing was learnt
     ├─ NotThere        the site says that there is no such page (even with status 200)
     ├─ Truncated       the page ends in the middle
     ├─ PageChanged     the page is whole, but not built as we know it
     ├─ AnotherEdition  a good page, of another ceremony than the one asked for
     ├─ AnotherTitle    a page whose parts are of different films
     ├─ AnotherList     a good page, of another list than the one asked for: it moved, or the id is wrong
     ├─ Private         the list is there, and its owner does not show it
     ├─ Empty           the list is there, and holds nothing
     └─ Foreign         a page of no kind that we read

Each message is one line: what was expected, what was found, and where.
"""


class PageError(Exception):
    """A page that cannot be believed; nothing may be stored from it."""


class Blocked(PageError):
    """A challenge, login or refusal came instead of the page."""


class NotThere(PageError):
    """The site says that this page does not exist."""


class Truncated(PageError):
    """The page was cut off: what is missing would be lost silently."""


class PageChanged(PageError):
    """The layout is not the one that the parser was written for."""


class AnotherEdition(PageError):
    """The page is of another ceremony, year or event than the one that was asked for."""


class AnotherTitle(PageError):
    """The page's address and its contents are of different films: which one it describes is not known."""


class AnotherList(PageError):
    """The page is of another list than the one that was asked for."""


class Private(PageError):
    """The list is hidden by its owner: that says nothing about what is on it."""


class Empty(PageError):
    """The list is there and holds nothing: no reason to believe that all of its films have left it."""


class Foreign(PageError):
    """The text is a page of no kind that Cinegraph reads."""
