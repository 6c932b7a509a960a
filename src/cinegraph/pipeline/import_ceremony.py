"""Pages → values → rows: a ceremony is read, aligned and saved whole, and its films become questions.

Store first: nominations, nominees, stub films and the jobs that will look for them are one transaction.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from psycopg import AsyncConnection

from cinegraph.data.category_keys import category_keys
from cinegraph.domain.festivals import Ceremony, Edition, Organization
from cinegraph.fetch.http import about
from cinegraph.pipeline.check_volume import check_volume
from cinegraph.pipeline.context import Context, ImportFailed, PutOff
from cinegraph.pipeline.look_for_films import look_for_films
from cinegraph.pipeline.read_ceremony import read_ceremony
from cinegraph.pipeline.revise_ceremony import Asked, revise_ceremony
from cinegraph.sources.base import SourceError, Unusable
from cinegraph.store import (
    categories,
    ceremonies,
    import_films,
    imports,
    jobs,
    lookups,
    movies,
    organizations,
)
from cinegraph.store import pages as page_store
from cinegraph.store.ceremonies import Saved
from cinegraph.store.imports import Import
from cinegraph.store.pages import KeptPage
from cinegraph.telemetry import span

_PATIENCE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the catalogues said when they were asked whether they answer at all: when their films' jobs may begin
    (None: now), and why not now."""

    not_before: datetime | None = None
    silence: str | None = None


class _AskFirst(Exception):
    """Films are to be looked for, and nobody has yet asked the catalogues whether they accept our keys."""


async def import_ceremony(context: Context, import_id: int) -> None:
    """Read, align and save the import's ceremony; its films' jobs are in the queue when this returns.

    Safe to run twice. Raises ImportFailed, with the import marked so and nothing else changed; PutOff if no page
    could be read and a site was only busy: the import waits.

    The catalogues are asked whether they accept our keys before anything is saved, and while no row is held. A
    ceremony that is known already may have no film to look for: then nobody is asked. If it has one after all,
    what was saved is undone, they are asked, and it is saved again.
    """
    async with context.database.transaction() as conn:
        found = await imports.get(conn, import_id)
        if found is None or found.state != "queued":
            return
        await imports.begin(conn, import_id)
        organization = await organizations.get(conn, found.organization_id)
        known = await ceremonies.known(conn, found.organization_id, found.edition)
        given = await page_store.of_import(conn, import_id)
    try:
        with about(import_id=import_id, festival=f"{organization.slug}_{found.edition.year}"):
            asked = await _ask_catalogues(context) if found.lookup and not known else None
            asked = _Asked() if found.kind == "reparse" else asked  # it asks nobody anything
            read = await read_ceremony(context, found, organization, given)
            saving = _Saving(found, read.ceremony, read.pages, read.warnings, organization)
            try:
                await _save(context, saving, asked)
            except _AskFirst:
                await _save(context, saving, await _ask_catalogues(context))
        async with context.database.transaction() as conn:
            await jobs.analyze(conn)
    except ImportFailed as reason:
        async with context.database.transaction() as conn:
            failed = await imports.fail(conn, import_id, str(reason))
        if failed:
            raise
    except PutOff as reason:
        async with context.database.transaction() as conn:
            await imports.put_off(conn, import_id, str(reason))
        raise


@dataclass(frozen=True, slots=True)
class _Saving:
    """What is to be saved, and for which import."""

    found: Import
    ceremony: Ceremony
    pages: list[KeptPage]
    warnings: list[str]
    organization: Organization


async def _save(context: Context, saving: _Saving, asked: _Asked | None) -> None:
    """All of it in one transaction, or nothing.

    Raises ImportFailed, and _AskFirst if a film is to be looked for and the catalogues were not asked yet.
    """
    found = saving.found
    edition = Edition(found.edition.year, found.edition.instance, saving.ceremony.edition.imdb_id)
    async with context.database.transaction() as conn:
        await ceremonies.lock(conn, found.organization_id, edition)
        if await imports.lock(conn, found.id) != "queued":
            return
        asked_of = Asked(found.organization_id, saving.organization, edition)
        revision, corrected = await revise_ceremony(conn, context, asked_of, saving.ceremony)
        with span("save", nominations=len(revision.nominations)):
            saved = await ceremonies.save(
                conn, found.organization_id, revision, found.id, context.now().date()
            )
        await categories.rekey(conn, category_keys(), found.organization_id)
        await organizations.remember_editions(
            conn, found.organization_id, saving.ceremony.editions, saving.ceremony.account
        )
        page_ids = [await page_store.keep(conn, page) for page in saving.pages]
        await page_store.attach(conn, found.id, page_ids)
        volume = await check_volume(conn, found.id, asked_of, revision)
        warnings = [*saving.warnings, *corrected, *volume, *_no_winner(saving, saved)]
        await imports.stored(conn, found.id, saved.ceremony_id, len(revision.nominations), warnings)
        if any(page.transport != "file" for page in saving.pages):
            await _settle_world(conn, context)
        await _ask_for_films(conn, context, found, saved.movie_ids, asked)


def _no_winner(saving: _Saving, saved: Saved) -> list[str]:
    if not saved.held or saved.winners or saving.ceremony.names_nobody:
        return []
    return [f"{saving.organization.slug} {saving.found.edition} is over, and its pages state no winner"]


async def _ask_for_films(
    conn: AsyncConnection, context: Context, found: Import, movie_ids: Sequence[int], asked: _Asked | None
) -> None:
    """A job for each film that is to be looked for and has none yet; when none is, the import is done."""
    await movies.hold(conn, movie_ids)
    await import_films.add(conn, found.id, movie_ids, "pending" if found.lookup else "not_asked")
    if found.lookup and await import_films.unasked(conn, movie_ids):
        if asked is None:
            raise _AskFirst
        await _settle_world(conn, context)
    said = asked or _Asked()
    await look_for_films(conn, context.queue, found.id, movie_ids, said.not_before)
    if said.silence:
        await import_films.put_off_all(conn, found.id, said.silence)
    else:
        await jobs.hurry(conn, [found.id])


async def _settle_world(conn: AsyncConnection, context: Context) -> None:
    """From now on the database speaks of this world."""
    if await lookups.settle_world(conn, context.world) != context.world:
        raise ImportFailed(
            f"this database has come to hold another world than the {context.world} one meanwhile"
        )


async def _ask_catalogues(context: Context) -> _Asked:
    """Whether the catalogues answer us at all; those that are kept for critical films are not troubled.

    Raises ImportFailed if one refuses our key: nothing is stored that could never be completed unnoticed.
    """
    silent: list[str] = []
    asked = [source for source in context.sources if source.name not in context.critical_only]
    for source in asked:
        try:
            await source.check()
        except Unusable as refused:
            raise ImportFailed(str(refused)) from None
        except SourceError as failure:
            silent.append(str(failure))
    if silent and len(silent) == len(asked):
        return _Asked(context.now() + _PATIENCE, "; ".join(silent))
    return _Asked()
