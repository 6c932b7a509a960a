"""What asking may cost, and when somebody is told."""

from decimal import Decimal

from pydantic import BaseModel, Field, SecretStr, field_validator

from cinegraph.settings.budget import Budget
from cinegraph.settings.names import CATALOGUES, SITES, refuse_unknown


class Paying(BaseModel):
    """What asking may cost, and when somebody is told."""

    budgets: dict[str, Budget] = Field(
        default={}, description="What a source may cost and how often it may be asked, by day and by month."
    )
    critical_only: tuple[str, ...] = Field(
        default=(), description="Catalogues that are asked for films marked critical only."
    )
    alert_failure_rate: float = Field(
        0.5, gt=0, le=1, description="Alert when this share of a source's calls within an hour failed."
    )
    alert_failure_calls: int = Field(20, ge=1, description="… of at least so many calls.")
    alert_spend_usd: Decimal | None = Field(
        None, gt=0, allow_inf_nan=False, description="Alert when a source has cost this within a day."
    )
    alert_webhook: SecretStr | None = Field(None, description="An address that alerts are sent to, as JSON.")

    @field_validator("budgets")
    @classmethod
    def _budgets_of_sources(cls, budgets: dict[str, Budget]) -> dict[str, Budget]:
        if "imdb_title" in budgets:
            raise ValueError("IMDb's title pages are paid for by 'zyte': give it the budget")
        refuse_unknown(budgets, "source", (*(n for n in CATALOGUES if n != "imdb_title"), *SITES))
        return budgets

    @field_validator("critical_only")
    @classmethod
    def _critical_catalogues(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        refuse_unknown(names, "catalogue", CATALOGUES)
        return names

    @field_validator("alert_webhook")
    @classmethod
    def _address(cls, webhook: SecretStr | None) -> SecretStr | None:
        if webhook is not None and not webhook.get_secret_value().startswith(("http://", "https://")):
            raise ValueError("it is not an address (https://…)")
        return webhook
