"""The program that the site works with: it is built anew when its settings change, and the site stays up."""

from dataclasses import dataclass

from cinegraph.app import Cinegraph, with_settings
from cinegraph.settings import Settings
from cinegraph.web.workers import Workers


@dataclass(slots=True)
class Current:
    """Holds the program; whoever handles a request takes it from here once, and keeps it to the end.

    `offline` is where the offline world is, if the program looks at that instead of the real one; `workers` are those
    that the site has beside it.
    """

    program: Cinegraph
    offline: str | None = None
    workers: Workers | None = None

    async def change(self, settings: Settings) -> None:
        """From the next request on, work by these settings; the workers beside the site are started anew with them.
        The database stays what it is."""
        self.program = with_settings(self.program, settings, self.offline)
        if self.workers is not None:
            await self.workers.renew()
