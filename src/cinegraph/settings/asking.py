"""How patiently and how often is asked, and how long answers are good for."""

from pydantic import BaseModel, Field

from cinegraph.settings.quantities import Days


class Asking(BaseModel):
    """How patiently and how often is asked, and how long answers are good for."""

    page_fresh_hours: float = Field(
        24.0,
        ge=0,
        le=876_000,
        description="A fetched page younger than this is used again instead of fetched.",
    )
    http_timeout: float = Field(20.0, gt=0, description="Seconds until a request is given up.")
    http_attempts: int = Field(4, ge=1, le=10, description="How often one request is tried.")
    user_agent: str = Field(
        "Cinegraph (+https://pypi.org/project/cinegraph)", description="How we name ourselves to others."
    )
    not_found_days: Days = Field(
        7.0, description="How long a film that no catalogue has is not asked for again."
    )
    not_found_longest_days: Days = Field(
        112.0, description="That wait doubles each time, up to so many days."
    )
    refresh_limit: int = Field(500, ge=1, description="How many films one sweep asks for again.")
    stub_review_days: Days = Field(
        30.0, description="A film that is a stub for so long goes before a person."
    )
    ratings_new_days: Days = Field(
        7.0,
        description="How old the ratings of a film of this year may become; twice as old for each year before.",
    )
    ratings_old_days: Days = Field(180.0, description="How old they may become at most.")
    remember_found_days: float = Field(
        90.0, ge=0, le=160, description="How long a catalogue's answer is remembered instead of asked again."
    )
    remember_not_found_days: Days = Field(
        7.0, description="How long it is remembered that a catalogue has nothing."
    )
    breaker_failures: int = Field(
        10, ge=1, description="After so many failures in a row a source is left alone for a while."
    )
    breaker_base_seconds: float = Field(
        15.0, gt=0, description="For how long at first; twice as long each time."
    )
    breaker_cap_seconds: float = Field(1800.0, gt=0, description="For how long at most.")
