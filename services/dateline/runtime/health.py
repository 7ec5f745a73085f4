"""The HTTP server of a process: /livez, /readyz, /startupz and /metrics.

    /livez     the loop answers, and waiting work makes progress; it asks nothing of Kafka or the network
    /readyz    every stage is in its group, its partitions are restored, and it is not draining
    /startupz  every stage has found its topics and joined

Each answers 200 or 503, with one line of JSON that says why. A process may have further routes beside them.
"""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Sequence

import structlog
from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from dateline.errors import ConfigurationError
from dateline.runtime.member import Member
from dateline.settings import StageSettings

log = structlog.get_logger()

STUCK_AFTER_S = 120.0
"""Longer than any deadline of one item, of a transaction, and of a restore."""


def _answer(problems: dict[str, str]) -> web.Response:
    return web.json_response({"ok": not problems, **problems}, status=503 if problems else 200)


def health_app(members: Sequence[Member], routes: Sequence[web.AbstractRouteDef] = ()) -> web.Application:
    """The application that answers for these members, and for whatever `routes` are."""

    async def livez(_: web.Request) -> web.Response:
        stuck = {m.stage.name: m.stuck_for_s() for m in members}
        return _answer({n: f"no progress for {s:.0f} s" for n, s in stuck.items() if s > STUCK_AFTER_S})

    async def readyz(_: web.Request) -> web.Response:
        return _answer({m.stage.name: "draining" if m.draining else "restoring" for m in members if not m.ready})

    async def startupz(_: web.Request) -> web.Response:
        return _answer({m.stage.name: "starting" for m in members if not m.started})

    async def metrics(_: web.Request) -> web.Response:
        for member in members:
            member.gauge()
        return web.Response(body=generate_latest(), headers={"Content-Type": CONTENT_TYPE_LATEST})

    app = web.Application()
    app.add_routes(
        [
            web.get("/livez", livez),
            web.get("/readyz", readyz),
            web.get("/startupz", startupz),
            web.get("/metrics", metrics),
            *routes,
        ]
    )
    return app


@contextlib.asynccontextmanager
async def serve_health(
    members: Sequence[Member], settings: StageSettings, routes: Sequence[web.AbstractRouteDef] = ()
) -> AsyncIterator[int]:
    """Serves health, metrics and `routes`; gives the port. Raises ConfigurationError where the port is taken."""
    runner = web.AppRunner(health_app(members, routes), access_log=None)
    await runner.setup()
    try:
        site = web.TCPSite(runner, settings.http_host, settings.http_port)
        try:
            await site.start()
        except OSError as error:
            raise ConfigurationError(
                f"--http-port (or DATELINE_HTTP_PORT) {settings.http_port}: {error.strerror}; "
                "name a free one, or 0 for any"
            ) from error
        port = int(runner.addresses[0][1])
        log.info("health and metrics are served", port=port)
        yield port
    finally:
        await runner.cleanup()
