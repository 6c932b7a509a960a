"""Where the rows are, how the work is done and logged, and the offline world."""

from typing import Literal

from platformdirs import user_data_path
from pydantic import BaseModel, Field, SecretStr, field_validator

from cinegraph.settings.names import QUEUES
from cinegraph.settings.quantities import Address, Folder


class Work(BaseModel):
    """Where the rows are, how the work is done and logged, and the offline world."""

    data_dir: Folder = Field(
        default_factory=lambda: user_data_path("cinegraph"),
        description="The folder of the embedded PostgreSQL and its data.",
    )
    database_url: SecretStr | None = Field(
        None, description="A PostgreSQL server to use instead of the embedded one (postgresql://…)."
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        "WARNING", description="What is logged to standard error."
    )
    log_style: Literal["text", "json"] = Field("text", description="How it is logged.")
    queues: dict[str, int] = Field(
        default={
            "imports": 2,
            "movies": 12,
            "people": 4,
            "enrichment": 5,
            "collaborations": 2,
            "maintenance": 1,
        },
        description="How many jobs of each queue one worker runs at once.",
    )
    heartbeat_seconds: float = Field(1.0, gt=0, description="How often a worker says that it lives.")
    worker_dead_seconds: float = Field(
        6.0, gt=0, description="A worker silent for so long is dead: its jobs are given to others."
    )
    offline_url: Address | None = Field(
        None, description="A running `cinegraph offline serve`, used by --offline instead of its own."
    )
    offline_faults: str = Field(
        "", description="Faults that --offline's own world shows, as for `offline serve`."
    )

    site_hosts: tuple[str, ...] = Field(
        default=(),
        description="Names under which the control room is asked for through a proxy. With one, everybody logs in.",
    )
    kept_share: float = Field(
        0.5,
        ge=0,
        le=1,
        description="A page that states less than this share of what it stated before changes nothing.",
    )
    image_host: Address | None = Field(
        None,
        description="Where browsers get posters from (https://image.tmdb.org/t/p); unset: the control room shows none, and asks no other host.",
    )
    overrides_file: Folder | None = Field(
        None, description="Corrections of your own to the world's data, beside those that come along."
    )
    score_profiles: Folder | None = Field(
        None, description="A file of score profiles of your own, beside those that come along."
    )

    @field_validator("queues")
    @classmethod
    def _every_queue_has_a_worker(cls, queues: dict[str, int]) -> dict[str, int]:
        unknown = sorted(set(queues) - set(QUEUES))
        if unknown:
            raise ValueError(f"there is no queue {unknown[0]!r}; the queues are {', '.join(QUEUES)}")
        idle = [name for name in QUEUES if queues.get(name, 0) < 1]
        if idle:
            raise ValueError(
                f"jobs are sent to queue {idle[0]!r}, and no worker would run them: give it 1 or more"
            )
        return queues
