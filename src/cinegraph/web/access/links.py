"""Where links may lead: to pages of ours, and to a few hosts that we know."""

from urllib.parse import urlsplit

KNOWN_HOSTS = frozenset(
    {
        "letterboxd.com",
        "www.imdb.com",
        "www.omdbapi.com",
        "www.oscars.org",
        "awardsdatabase.oscars.org",
        "www.themoviedb.org",
        "www.wikidata.org",
        "www.zyte.com",
    }
)


def known_link(url: str | None) -> str | None:
    """The address, if it is https and of a host that we know; None for any other: it is shown as text then."""
    if not url:
        return None
    try:
        parts = urlsplit(url)
        known = parts.scheme == "https" and parts.hostname in KNOWN_HOSTS
        plain = parts.port in (None, 443) and parts.username is None
    except ValueError:
        return None
    return url if known and plain else None


def local_path(path: str | None, otherwise: str = "/") -> str:
    """The path, if it is one of this site's; else `otherwise`: nobody is led elsewhere by a link to us."""
    if (
        not path
        or not path.startswith("/")
        or path.startswith("//")
        or "\\" in path
        or not path.isprintable()
    ):
        return otherwise
    return path
