"""The whole outside world as one app, and how to handle it.

`/tmdb/3`, `/wikidata/sparql`, `/omdb`, `/imdb`, `/oscars` and `/zyte` answer as the services do.

GET `/` tells what there is and how often each service was asked; POST `/faults` takes a new plan of faults.
"""

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route

from cinegraph.offline.facts import Facts
from cinegraph.offline.faults import BadPlan, Fault, Faults, parse_plan
from cinegraph.offline.lists import OfflineLists
from cinegraph.offline.omdb import OfflineOMDb
from cinegraph.offline.sites import OfflineSites
from cinegraph.offline.titles import OfflineTitles
from cinegraph.offline.tmdb import OfflineTMDb
from cinegraph.offline.wikidata import OfflineWikidata
from cinegraph.offline.zyte import OfflineZyte


def world(facts: Facts, plan: list[Fault] | None = None) -> Faults:
    """The world that knows these facts and shows these faults: an ASGI app."""
    tmdb, omdb, sites = OfflineTMDb(facts), OfflineOMDb(facts), OfflineSites(facts)
    wikidata = OfflineWikidata(facts)

    zyte = OfflineZyte(lambda: app)

    async def about(_: Request) -> Response:
        known = {
            "films": len(facts.films),
            "ceremonies": sorted(facts.ceremonies),
            "lists": sorted(facts.lists),
        }
        return JSONResponse({"world": "offline", "requests": app.counts, **known})

    async def faults(request: Request) -> Response:
        try:
            app.plan = parse_plan((await request.body()).decode())
        except BadPlan as wrong:
            return Response(str(wrong), 400)
        return Response(status_code=204)

    routes = [
        Route("/", about),
        Route("/faults", faults, methods=["POST"]),
        Mount("/tmdb/3", routes=tmdb.routes),
        Route("/omdb/", omdb.answer),
        Route("/wikidata/sparql", wikidata.answer),
        Route("/oscars/oscars/ceremonies/{year:int}", sites.oscars),
        Route("/imdb/event/{event}/{year:int}/{instance:int}/", sites.imdb),
        Route("/imdb/title/{title}/", OfflineTitles(facts).title),
        Route("/imdb/list/{list}/", OfflineLists(facts).list),
        Route("/zyte/v1/extract", zyte.extract, methods=["POST"]),
    ]
    app = Faults(Starlette(routes=routes), plan or [])
    return app
