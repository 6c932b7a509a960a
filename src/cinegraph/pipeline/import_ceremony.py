"""Pages → values → rows: a ceremony is read, aligned and saved whole, and its films become questions.

Store first: nominations, nominees, stub films and the jobs that will look for them are one transaction.
"""

from dataclasses import dataclass

from cinegraph.data.category_keys import category_keys
from cinegraph.domain.festivals import Ceremony, Edition, Organization
from cinegraph.fetch.http import about
from cinegraph.pipeline.ask_for_films import Asked, AskFirst, ask_catalogues, ask_for_films, settle_world
from cinegraph.pipeline.check_volume import check_volume
from cinegraph.pipeline.context import Context, ImportFailed, PutOff
from cinegraph.pipeline.follow_up import For, nominees_changed
from cinegraph.pipeline.read_ceremony import read_ceremony
from cinegraph.pipeline.revise_ceremony import Of, revise_ceremony
from cinegraph.store import (
    categories,
    ceremonies,
    imports,
    jobs,
    nominee_reviews,
    organizations,
)
from cinegraph.store import pages as page_store
from cinegraph.store.ceremonies import Saved
from cinegraph.store.imports import Import
from cinegraph.store.pages import KeptPage
from cinegraph.telemetry import span


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
            asked = await ask_catalogues(context) if found.lookup and not known else None
            asked = Asked() if found.kind == "reparse" else asked  # it asks nobody anything
            read = await read_ceremony(context, found, organization, given)
            saving = _Saving(found, read.ceremony, read.pages, read.warnings, organization)
            try:
                await _save(context, saving, asked)
            except AskFirst:
                await _save(context, saving, await ask_catalogues(context))
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


async def _save(context: Context, saving: _Saving, asked: Asked | None) -> None:
    """All of it in one transaction, or nothing.

    Raises ImportFailed, and AskFirst if a film is to be looked for and the catalogues were not asked yet.
    """
    found = saving.found
    edition = Edition(found.edition.year, found.edition.instance, saving.ceremony.edition.imdb_id)
    async with context.database.transaction() as conn:
        await ceremonies.lock(conn, found.organization_id, edition)
        if await imports.lock(conn, found.id) != "queued":
            return
        of = Of(found.organization_id, saving.organization, edition)
        revision, corrected = await revise_ceremony(conn, context, of, saving.ceremony)
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
        volume = await check_volume(conn, found.id, of, revision)
        warnings = [*saving.warnings, *corrected, *volume, *_no_winner(saving, saved)]
        await imports.stored(conn, found.id, saved.ceremony_id, len(revision.nominations), warnings)
        if any(page.transport != "file" for page in saving.pages):
            await settle_world(conn, context)
        await nominee_reviews.close_gone(conn, saved.ceremony_id)
        await ask_for_films(conn, context, found.id, saved.movie_ids, found.lookup, asked)
        if found.lookup:
            await nominees_changed(conn, context.queue, saved.movie_ids, For(found.id))


def _no_winner(saving: _Saving, saved: Saved) -> list[str]:
    if not saved.held or saved.winners or saving.ceremony.names_nobody:
        return []
    return [f"{saving.organization.slug} {saving.found.edition} is over, and its pages state no winner"]
