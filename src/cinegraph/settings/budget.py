"""What one source may cost: a leaf, part of the settings."""

from decimal import Decimal

from pydantic import BaseModel, ConfigDict, Field


class Budget(BaseModel):
    """What one source may cost, in US dollars, and how often it may be asked, by day and by month (UTC)."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    day_usd: Decimal | None = Field(None, ge=0)
    month_usd: Decimal | None = Field(None, ge=0)
    day_calls: int | None = Field(None, ge=0)
    month_calls: int | None = Field(None, ge=0)
