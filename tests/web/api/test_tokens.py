"""Tokens, through the gate as it is: who may read, who may write, whose name a decision gets."""

from typing import Any

from cinegraph.pipeline.manage_users import add_token, add_user, revoke_token
from cinegraph.web.doorway import Doorway
from tests.web.conftest import Site
from tests.web.filled import film

ELSEWHERE = Doorway(open=False, hosts=None)


async def test_a_token_may_what_it_was_given_for(site: Site) -> None:
    async with site(ELSEWHERE) as visit:
        context = visit.program.context
        await add_user(context, "ada", "long enough to pass")
        tokens = {scope: await add_token(context, "ada", scope, scope) for scope in ("read", "write")}
        async with context.database.transaction() as conn:
            movie = await film(conn, "Heat")
            await conn.execute(
                "insert into reviews (movie_id, kind, reason) values (%s, 'choice', 'made up')", [movie]
            )

        async def asked(method: str, address: str, token: str | None) -> int:
            headers = {"authorization": f"Bearer {token}"} if token else {}
            body: dict[str, Any] = {"json": {}} if method == "POST" else {}
            got = await visit.request(method, address, headers=headers, **body)
            assert got.status_code < 400 or got.headers["content-type"] == "application/problem+json"
            return got.status_code

        films, skip = "/api/v1/films", "/api/v1/reviews/1/skip"
        assert [await asked("GET", films, t) for t in (None, "wrong", *tokens.values())] == [
            401,
            401,
            200,
            200,
        ]
        assert [await asked("POST", skip, t) for t in (None, "wrong", *tokens.values())] == [
            401,
            401,
            403,
            200,
        ]
        assert await asked("GET", "/metrics", tokens["read"]) == 200
        bearer = {"authorization": f"Bearer {tokens['read']}"}
        decided = (await visit.get("/api/v1/reviews/1", headers=bearer)).json()
        assert (decided["state"], decided["decided_by"]) == ("skipped", "ada")
        await revoke_token(context, "ada", "read")
        assert await asked("GET", films, tokens["read"]) == 401
