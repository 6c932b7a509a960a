"""What the offline world knows, and which of its catalogues lack what."""

from pathlib import Path

from cinegraph.offline.facts import catalogue_facts, own_facts
from cinegraph.offline.world import world
from tests.offline.test_world import get


async def test_each_catalogue_can_lack_a_film(tmp_path: Path) -> None:
    """What only one of them lacks, the others still have: in a catalogue and in a folder of facts."""
    films = tmp_path / "films.jsonl"
    films.write_text(
        '{"imdb_id": "tt1", "tmdb_id": 7, "title": "One", "omdb": false}\n'
        '{"imdb_id": "tt2", "tmdb_id": 8, "title": "Two", "title_page": false}\n'
    )
    block = 'title = "{}"\nkind = "movie"\nyear = 2000\ntmdb_id = 1\ndirectors = []\n'
    (tmp_path / "films.toml").write_text(
        f"[tt1]\n{block.format('One')}omdb = false\n[tt2]\n{block.format('Two')}title_page = false\n"
    )
    for facts in (catalogue_facts(films), own_facts(tmp_path)):
        outside = world(facts)
        asked = (
            "omdb/?apikey=offline&i=tt1",
            "omdb/?apikey=offline&i=tt2",
            "imdb/title/tt1/",
            "imdb/title/tt2/",
        )
        one, two, first, second = [await get(outside, f"/{path}") for path in asked]
        assert (one.json()["Response"], two.json()["Response"]) == ("False", "True")
        assert (first.status_code, second.status_code) == (200, 404)
