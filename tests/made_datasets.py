"""Small IMDb datasets, written as IMDb writes them: gzip or plain, tab-separated, no quoting."""

import gzip
from pathlib import Path

N = "\\N"
Files = dict[str, list[tuple[str, ...]]]

HEADERS = {
    "title.basics": "tconst titleType primaryTitle originalTitle isAdult startYear endYear runtimeMinutes genres",
    "title.ratings": "tconst averageRating numVotes",
    "title.akas": "titleId ordering title region language types attributes isOriginalTitle",
    "title.crew": "tconst directors writers",
    "title.principals": "tconst ordering nconst category job characters",
    "name.basics": "nconst primaryName birthYear deathYear primaryProfession knownForTitles",
}


def film(tconst: str, title: str, year: str = N, kind: str = "movie", original: str = "") -> tuple[str, ...]:
    """A line of title.basics."""
    return (
        tconst,
        kind,
        title,
        original or title,
        "0",
        year,
        N,
        "132" if kind == "movie" else N,
        "Comedy,Drama",
    )


def aka(tconst: str, place: int, title: str, region: str = N, types: str = N) -> tuple[str, ...]:
    """A line of title.akas."""
    return tconst, str(place), title, region, N, types, N, "0"


def made() -> Files:
    """Six films and an episode: other scripts, quotes, a backslash, 8-digit ids, one title thrice."""
    films: Files = {
        "title.basics": [
            film("tt6751668", "Parasite", "2019", original="기생충"),
            film("tt0084472", "Parasite", "1982"),
            film("tt10000001", 'The "Quoted" \\ Film', "2020"),
            film("tt10000002", "Amélie & Friends", "2001", "short"),
            film("tt10000003", "Parasite", N, "tvSeries"),
            film("tt10000004", "Москва", "1980"),
            film("tt10000005", "Pilot", "2019", "tvEpisode"),
        ],
        "title.ratings": [
            ("tt6751668", "8.5", "900000"),
            ("tt0084472", "3.9", "2000"),
            ("tt10000005", "9.9", "9"),
        ],
        "title.akas": [
            aka("tt6751668", 1, "Parasite", "US"),
            aka("tt6751668", 2, "Parasite", "GB"),
            aka("tt6751668", 3, "Gisaengchung", types="festival\x02working"),
            aka("tt10000004", 1, "Moscow Doesn't Believe", "US"),
            aka("tt10000005", 1, "The Pilot"),
        ],
    }
    return films | _people()


def _people() -> Files:
    """Who is named with them: twelve in one cast, in the wrong order; one person only in an episode."""
    return {
        "title.crew": [
            ("tt6751668", "nm0094435", "nm0094435,nm6135349"),
            ("tt10000002", "nm10000009", N),
            ("tt10000005", "nm0000001", N),
        ],
        "title.principals": [
            *[("tt6751668", str(20 - n), f"nm20000{n:03}", "actor", N, f'["Part {n}"]') for n in range(12)],
            ("tt6751668", "30", "nm0094435", "director", N, N),
            ("tt10000003", "1", "nm2000000", "self", N, N),
            ("tt10000005", "1", "nm0000001", "actor", N, N),
        ],
        "name.basics": [
            ("nm0094435", "Bong Joon Ho", "1969", N, "director", "tt6751668"),
            ("nm6135349", "Han Jin-won", N, N, N, N),
            ("nm10000009", 'Jean "Jeannot" Réno', N, N, N, N),
            ("nm0000001", "Only In An Episode", N, N, N, N),
            *[(f"nm20000{n:03}", f"Actor {n}", N, N, N, N) for n in range(12)],
        ],
    }


def write(folder: Path, files: Files, ending: str = ".tsv.gz") -> Path:
    """The files in a folder, which is made."""
    folder.mkdir(exist_ok=True)
    for name, rows in files.items():
        text = "".join("\t".join(row) + "\n" for row in [tuple(HEADERS[name].split()), *rows]).encode()
        packed = gzip.compress(text, mtime=0) if ending.endswith("gz") else text
        (folder / f"{name}{ending}").write_bytes(packed)
    return folder
