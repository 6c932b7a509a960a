"""Pages are drawn here: one environment of templates in which everything is escaped, and what they may call."""

import functools
import hashlib
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from importlib.resources import files
from typing import Any
from urllib.parse import quote, unquote, urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse
from itsdangerous import BadSignature, Signer
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.routing import Match

from cinegraph import __version__
from cinegraph.domain.harmless import harmless
from cinegraph.web import nav
from cinegraph.web.access import cookies, csrf, links
from cinegraph.web.access.visitor import visitor_of
from cinegraph.web.isolating import Isolating

_LONGEST_TOLD = 600


def page(request: Request, template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """A whole page of this template. What was told by `back` is shown once."""
    told = _told(request)
    drawn = HTMLResponse(draw(request, template, told=told, **values), status)
    cookies.remember_visit(request, drawn)
    if told:
        cookies.drop(request, drawn, cookies.TOLD)
    return drawn


def draw(request: Request, template: str, **values: Any) -> str:
    """The template as text: a page, or a live part of one."""
    path = request.url.path
    usual = {
        "request": request,
        "path": path,
        "visitor": visitor_of(request),
        "open_here": request.state.doorway.open,
        "world": request.state.program.context.world,
        "entries": nav.entries(path),
        "csrf": functools.partial(_csrf, request),
        "link": functools.partial(_link, request),
        "told": None,
    }
    return environment().get_template(template).render(usual | values)


def back(request: Request, to: str, told: str) -> RedirectResponse:
    """After a change: to that page of ours, which tells this once, and nothing that was drawn before."""
    request.app.state.kept.forget()
    answer = RedirectResponse(links.local_path(to), 303)
    signed = Signer(cookies.secret_of(request), salt="cinegraph.told").sign(harmless(told)[:_LONGEST_TOLD])
    cookies.put(request, answer, cookies.TOLD, quote(signed.decode()), 60)
    cookies.remember_visit(request, answer)
    return answer


def _told(request: Request) -> str | None:
    kept = cookies.get(request, cookies.TOLD)
    if not kept:
        return None
    try:
        return Signer(cookies.secret_of(request), salt="cinegraph.told").unsign(unquote(kept)).decode()
    except BadSignature:
        return None


def _csrf(request: Request) -> Markup:
    return Markup('<input type="hidden" name="{}" value="{}">').format(csrf.FIELD, csrf.token(request))


def _link(request: Request, to: str, text: object) -> Markup:
    """A link to a page of ours; only its text if there is no such screen."""
    asked = {"type": "http", "method": "GET", "path": to.partition("?")[0]}
    there = any(route.matches(asked)[0] == Match.FULL for route in request.app.router.routes)
    return Markup('<a href="{}">{}</a>').format(to, text) if there else Markup("{}").format(text)


@functools.cache
def environment() -> Environment:
    """Everything that a template prints is escaped, and isolated where no element can be; a name that it misspells is an error."""
    made = Environment(
        loader=PackageLoader("cinegraph.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        extensions=[Isolating],
    )
    made.globals |= {"static": static, "version": __version__, "query": query}
    made.filters |= {
        "ago": ago,
        "count": count,
        "decades": decades,
        "duration": duration,
        "known_link": links.known_link,
        "number": number,
        "usd": usd,
        "when": when,
        "words": words,
    }
    return made


@functools.cache
def static(name: str) -> str:
    """Where a file of ours is; the address changes with the file, so browsers keep it for ever."""
    content = files("cinegraph.web").joinpath("static", name).read_bytes()
    return f"/static/{name}?v={hashlib.sha256(content).hexdigest()[:12]}"


def query(values: Mapping[str, object], **changed: object) -> str:
    """An address's query with some of its values changed; None leaves one out."""
    kept = {name: value for name, value in (dict(values) | changed).items() if value not in (None, "", [])}
    return f"?{urlencode(kept, doseq=True)}" if kept else "?"


def number(value: float | Decimal) -> str:
    """1,234,567."""
    return f"{value:,}"


def count(value: int, noun: str, plural: str | None = None) -> str:
    """ "1 job", "2 jobs"."""
    return f"{value:,} {noun if value == 1 else plural or noun + 's'}"


def decades(years: Iterable[int]) -> list[int]:
    """The decades of these years, each once, in order."""
    return sorted({year // 10 * 10 for year in years})


def usd(amount: Decimal | float) -> str:
    """An amount of money: two places, and as many more as it has."""
    exact = Decimal(str(amount)).normalize()
    places = max(2, -int(exact.as_tuple().exponent))
    return f"{exact:,.{places}f}"


def words(state: str) -> str:
    """ "put_off" as it is said."""
    return state.replace("_", " ")


def duration(seconds: float) -> str:
    """ "4.2 s", "3 min", "2 h", "5 d"."""
    for unit, length in (("d", 86_400), ("h", 3_600), ("min", 60)):
        if seconds >= 2 * length:
            return f"{seconds / length:.0f} {unit}"
    return f"{seconds:.1f} s" if seconds < 10 else f"{seconds:.0f} s"


def when(moment: datetime | None) -> Markup:
    """A moment to the minute, in UTC as everywhere; the second is in its title."""
    return Markup("") if moment is None else _time(moment, None)


def ago(moment: datetime | None) -> Markup:
    """How long ago, or in what time; the moment is in its title."""
    if moment is None:
        return Markup("")
    seconds = (datetime.now(UTC) - moment).total_seconds()
    return _time(moment, f"{duration(seconds)} ago" if seconds >= 0 else f"in {duration(-seconds)}")


def _time(moment: datetime, told: str | None) -> Markup:
    """All of it is digits and words of ours: there is nothing to escape, and a page may have hundreds."""
    utc = moment.astimezone(UTC).isoformat()
    day, second = utc[:10], utc[11:19]
    shown = told or f"{day} {second[:5]}"
    return Markup(f'<time datetime="{utc}" title="{day} {second} UTC">{shown}</time>')  # noqa: S704 see above
