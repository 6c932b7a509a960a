"""The film catalogues: their switches, keys, addresses and pace."""

from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, Field

from cinegraph.settings.quantities import Address, Dollars, Folder, Key, Rate


class Catalogues(BaseModel):
    """The film catalogues: their switches, keys, addresses and pace."""

    tmdb: bool = Field(default=True, description="Whether TMDb is asked.")
    tmdb_token: Key | None = Field(None, description="TMDb's API read access token (preferred).")
    tmdb_key: Key | None = Field(None, description="TMDb's older API key, if there is no token.")
    tmdb_url: Address = Field("https://api.themoviedb.org/3", description="Where TMDb's API is.")
    tmdb_rate: Rate = Field(40.0, description="Requests a second to TMDb, over all processes; 0 = unlimited.")
    wikidata: bool = Field(default=True, description="Whether Wikidata's query service is asked.")
    wikidata_url: Address = Field(
        "https://query.wikidata.org/sparql", description="Where Wikidata's query service is."
    )
    wikidata_rate: Rate = Field(
        1.0, description="Queries a second to Wikidata, over all processes; 0 = unlimited."
    )
    imdb_datasets: bool = Field(
        default=False,
        description="Whether the loaded IMDb datasets are asked. They are for personal and non-commercial use only.",
    )
    imdb_datasets_url: Address = Field(
        "https://datasets.imdbws.com", description="Where IMDb's datasets are downloaded from."
    )
    omdb: bool = Field(default=False, description="Whether OMDb is asked. Its data are CC BY-NC.")
    omdb_key: Key | None = Field(None, description="OMDb's API key.")
    omdb_url: Address = Field("https://www.omdbapi.com/", description="Where OMDb's API is.")
    omdb_rate: Rate = Field(10.0, description="Requests a second to OMDb, over all processes; 0 = unlimited.")
    omdb_price_usd: Dollars = Field(Decimal("0.001"), description="What a call to OMDb costs, in US dollars.")
    omdb_quota_hour: int = Field(
        0, ge=0, le=23, description="The hour of the day, in UTC, at which OMDb's daily quota renews."
    )
    omdb_ratings: bool | None = Field(
        None,
        description="Whether OMDb is asked for the ratings of films that were found: as CINEGRAPH_OMDB, if not said.",
    )
    imdb_title: Literal["off", "files", "zyte"] = Field(
        "off",
        description="How IMDb's title pages are got, for films that no catalogue has: see imdb_transport.",
    )
    imdb_title_folder: Folder | None = Field(
        None, description="The folder of saved title pages, for imdb_title = files."
    )

    @property
    def rates(self) -> bool:
        """Whether OMDb is to be asked for ratings."""
        return self.omdb if self.omdb_ratings is None else self.omdb_ratings
