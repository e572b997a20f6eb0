"""The background worker: seals committed events and runs the queued jobs.

Nothing a person waits for depends on it. Run as `python -m dayaq.site.worker`.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os

SEAL_EVERY_SECONDS = 5.0
JOB_SECONDS_MAX = 20.0
log = logging.getLogger(__name__)


async def keep_sealing() -> None:
    """Seal what has been committed, every few seconds; a failed turn is tried again."""
    from asgiref.sync import sync_to_async
    from django.db import DatabaseError

    while True:
        try:
            await sync_to_async(_seal)()
        except DatabaseError:
            log.exception("the sealer could not work; it tries again")
        await asyncio.sleep(SEAL_EVERY_SECONDS)


def _seal() -> None:
    from django.db import close_old_connections

    from dayaq.kernel import seal
    from dayaq.ledger import sealing

    close_old_connections()
    seal.EVENTS.seal_all()
    sealing.ENTRIES.seal_all()


async def work() -> None:
    """Run jobs until SIGTERM or SIGINT; a job that has begun may finish."""
    from procrastinate.contrib.django import app

    sealing = asyncio.create_task(keep_sealing())
    try:
        with app.replace_connector(app.connector.get_worker_connector()):  # type: ignore[attr-defined] # only Django's connector has it
            async with app.open_async():
                await app.run_worker_async(
                    install_signal_handlers=True,
                    shutdown_graceful_timeout=JOB_SECONDS_MAX,
                    fetch_job_polling_interval=30,
                    delete_jobs="successful",
                )
    finally:
        sealing.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await sealing


def main() -> None:
    """Set Django up and work."""
    from dayaq.site.lifeline import end_with_parent

    end_with_parent()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dayaq.site.settings")
    import django

    django.setup()
    asyncio.run(work())


if __name__ == "__main__":
    main()
