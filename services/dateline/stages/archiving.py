"""The archive of raw pages that the settings ask for: in a folder, or by way of one in an object store."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

from prometheus_client import Gauge

from dateline import __version__
from dateline.runtime.metrics import COUNTS
from dateline.settings import STORE_SCHEME, Settings
from dateline.web.archive import Archive, Rotation
from dateline.web.object_store import ObjectStore
from dateline.web.shipping import Shipping

WAITING_BYTES = Gauge("dateline_archive_waiting_bytes", "Closed files of the archive that wait for their store.")
_SOFTWARE = f"Dateline/{__version__}"


@contextlib.asynccontextmanager
async def archive_of(settings: Settings) -> AsyncIterator[Archive]:
    """The archive at `settings.archive`, which is not empty. What it keeps and loses is counted beside fetch's items.

    Raises ConfigurationError where an object store says that the place is not there or the credentials are wrong.
    """
    rotation = Rotation(settings.archive_file_max_bytes, settings.archive_file_max_age_s)
    if not settings.archive.startswith(STORE_SCHEME):
        async with Archive(Path(settings.archive), rotation, _SOFTWARE, _count) as archive:
            yield archive
        return
    store, folder = ObjectStore(settings.archive, settings.archive_endpoint_url), Path(settings.archive_spool_folder)
    await asyncio.to_thread(store.check)
    async with (
        Shipping(folder, store, settings.archive_spool_max_bytes, _count, WAITING_BYTES.set) as shipping,
        Archive(folder, rotation, _SOFTWARE, _count, closed=shipping.files_closed) as archive,
    ):
        yield archive


def _count(name: str) -> None:
    COUNTS.labels("fetch", name).inc()
