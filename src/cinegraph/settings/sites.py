"""The sites whose pages are read, and the service that fetches some of them."""

from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, Field

from cinegraph.settings.quantities import Address, Dollars, Key, Rate


class Sites(BaseModel):
    """The sites whose pages are read, and the service that fetches some of them."""

    oscars_url: Address = Field("https://www.oscars.org", description="Where the Academy's site is.")
    oscars_rate: Rate = Field(1.0, description="Requests a second to the Academy's site; 0 = unlimited.")
    imdb_transport: Literal["off", "direct", "zyte"] = Field(
        "off",
        description="How IMDb's event pages are fetched. IMDb's terms forbid it without consent: off, unless its owner agreed.",
    )
    imdb_url: Address = Field("https://www.imdb.com", description="Where IMDb's site is.")
    imdb_rate: Rate = Field(1.0, description="Requests a second to IMDb's site; 0 = unlimited.")
    zyte_key: Key | None = Field(None, description="Zyte's API key.")
    zyte_url: Address = Field("https://api.zyte.com/v1/extract", description="Where Zyte's API is.")
    zyte_rate: Rate = Field(1.0, description="Requests a second to Zyte; 0 = unlimited.")
    zyte_price_usd: Dollars = Field(
        Decimal("0.01"), description="What Zyte charges for one page, in US dollars."
    )
    zyte_browser_html: bool = Field(
        default=False,
        description="Whether Zyte shows the page in a browser (dearer) instead of downloading it.",
    )
