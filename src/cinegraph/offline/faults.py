"""Faults on demand: what goes wrong at which service, how often.

A plan is written `SERVICE:KIND[=VALUE][*TIMES][@SHARE]`, several parted by commas:
`tmdb:latency=0.05`, `tmdb:429=2` (with Retry-After), `tmdb:500@0.2`, `tmdb:reset*3`, `imdb:challenge`.
"""

import random
import re
from dataclasses import dataclass

import anyio
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from cinegraph.offline import zyte

SERVICES = ("tmdb", "wikidata", "omdb", "imdb", "oscars", "zyte")
KINDS = {
    "latency": "answers after VALUE seconds",
    "429": "says that there are too many requests, with Retry-After if VALUE is given",
    "500": "breaks",
    "timeout": "gives up on the question: Wikidata's limit of a query, a gateway's 504",
    "reset": "breaks the connection in the middle of the answer",
    "truncated": "sends half of the body and calls it whole",
    "challenge": "sends a challenge page (status 202)",
    "quota": "says that the quota is spent",
    "wrong-key": "refuses the key",
    "gone": "says that there is no such thing (404)",
} | {kind: f"zyte only: {told}" for kind, told in zyte.KINDS.items()}
_PLAN = re.compile(
    r"^(?P<service>[\w-]+):(?P<kind>[\w-]+)(?:=(?P<value>[\d.]+))?(?:\*(?P<times>\d+))?(?:@(?P<share>[\d.]+))?$"
)


class BadPlan(Exception):
    """A fault that cannot be shown; one line that names it and what there is."""


@dataclass(slots=True)
class Fault:
    """One thing that goes wrong: `left` times (None: always), in a share of the requests."""

    service: str
    kind: str
    value: float | None = None
    left: int | None = None
    share: float = 1.0

    def strikes(self, service: str, dice: random.Random) -> bool:
        """Whether it happens to this request."""
        if self.service not in (service, "all") or self.left == 0 or dice.random() >= self.share:
            return False
        if self.left is not None:
            self.left -= 1
        return True


def parse_plan(text: str) -> list[Fault]:
    """The faults that a plan names. Raises BadPlan."""
    faults = []
    for part in filter(None, (p.strip() for p in text.split(","))):
        found = _PLAN.match(part)
        odd = found is not None and float(found["share"] or 1) > 1
        if found is None or odd or found["service"] not in (*SERVICES, "all") or found["kind"] not in KINDS:
            raise BadPlan(
                f"no fault {part!r}: write SERVICE:KIND[=VALUE][*TIMES][@SHARE] with a service of"
                f" {', '.join(SERVICES)} or all, and a kind of {', '.join(KINDS)}; a share is at most 1"
            )
        if found["kind"] in zyte.KINDS and found["service"] != "zyte":
            raise BadPlan(f"no fault {part!r}: only zyte can show {found['kind']}")
        faults.append(
            Fault(
                service=found["service"],
                kind=found["kind"],
                value=float(found["value"]) if found["value"] else None,
                left=int(found["times"]) if found["times"] else None,
                share=float(found["share"]) if found["share"] else 1.0,
            )
        )
    return faults


class Faults:
    """ASGI middleware around the whole world: lets requests through, or not. The dice are seeded."""

    def __init__(self, app: ASGIApp, plan: list[Fault]) -> None:
        self._app = app
        self.plan = plan
        self.counts: dict[str, int] = {}
        self._dice = random.Random(1)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        service = scope.get("path", "/").split("/")[1] if scope["type"] == "http" else ""
        if service not in SERVICES:
            await self._app(scope, receive, send)
            return
        self.counts[service] = self.counts.get(service, 0) + 1
        struck = [fault for fault in self.plan if fault.strikes(service, self._dice)]
        for fault in struck:
            if fault.kind == "latency":
                await anyio.sleep(fault.value or 0.0)
        wrong = next((fault for fault in struck if fault.kind != "latency"), None)
        if wrong is None:
            await self._app(scope, receive, send)
        elif service == "zyte" and wrong.kind in zyte.OF_THE_TARGET:
            await self._app({**scope, "fault": wrong.kind}, receive, send)
        elif wrong.kind in ("reset", "truncated"):
            await self._app(scope, receive, _HalfBody(send, whole=wrong.kind == "truncated"))
        else:
            await _refuse(send, service, wrong)


class _HalfBody:
    """Sends half of each body: as if it were whole, or with the connection broken behind it."""

    def __init__(self, send: Send, whole: bool) -> None:
        self._send = send
        self._whole = whole
        self._start: Message | None = None

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._start = message
            return
        assert self._start is not None
        body = message.get("body", b"")
        half = body[: len(body) // 2]
        promised = len(half) if self._whole else len(body)
        kept = [(name, value) for name, value in self._start["headers"] if name != b"content-length"]
        headers = [*kept, (b"content-length", str(promised).encode())]
        await self._send({**self._start, "headers": headers})
        await self._send({"type": "http.response.body", "body": half, "more_body": not self._whole})


async def _refuse(send: Send, service: str, fault: Fault) -> None:
    status, headers, body = _refusals(service, fault)
    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    raw.append((b"content-length", str(len(body)).encode()))
    await send({"type": "http.response.start", "status": status, "headers": raw})
    await send({"type": "http.response.body", "body": body})


_WIKIDATA = {
    "429": (429, "Too Many Requests"),
    "quota": (429, "You have been banned until tomorrow, please respect throttling and retry-after headers."),
    "500": (500, "Internal Server Error"),
    "timeout": (500, "SPARQL-QUERY: queryStr=SELECT ...\njava.util.concurrent.TimeoutException"),
    "wrong-key": (403, "Please set a user-agent with a contact, see the User-Agent policy."),
    "gone": (404, "Not Found"),
}
"""Status and text of each fault. Having no keys, its `wrong-key` is a client that does not say who it is."""


def _refusals(service: str, fault: Fault) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body of a fault, in the words of the service that it happens to."""
    json_type = {"content-type": "application/json"}
    html_type = {"content-type": "text/html"}
    if service == "zyte":
        return zyte.refusal(fault.kind, fault.value)
    if fault.kind == "challenge":
        return 202, html_type | {"x-amzn-waf-action": "challenge"}, zyte.CHALLENGE
    wait = {"retry-after": f"{fault.value:g}"} if fault.kind == "429" and fault.value is not None else {}
    if service == "omdb":
        said = {
            "quota": "Request limit reached!",
            "wrong-key": "Invalid API key!",
            "gone": "Movie not found!",
        }
        status = {"quota": 401, "wrong-key": 401, "gone": 200, "429": 429, "timeout": 504}.get(
            fault.kind, 500
        )
        text = said.get(fault.kind, "Error getting data.")
        return status, json_type | wait, b'{"Response":"False","Error":"' + text.encode() + b'"}'
    if service == "wikidata":
        status, text = _WIKIDATA[fault.kind]
        return status, {"content-type": "text/plain"} | wait, text.encode()
    code, status, text = {
        "429": (25, 429, "Your request count (#) is over the allowed limit of (40)."),
        "quota": (25, 429, "Your request count (#) is over the allowed limit of (40)."),
        "500": (11, 500, "Internal error: Something went wrong, contact TMDb."),
        "timeout": (24, 504, "Your request to the backend server timed out. Try again."),
        "wrong-key": (7, 401, "Invalid API key: You must be granted a valid key."),
        "gone": (34, 404, "The resource you requested could not be found."),
    }[fault.kind]
    if service == "tmdb":
        body = b'{"success":false,"status_code":%d,"status_message":"%s"}' % (code, text.encode())
        return status, json_type | wait, body
    page = f"<html><head><title>{status}</title></head><body>{text}</body></html>"
    return status, html_type | wait, page.encode()
