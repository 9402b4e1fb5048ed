"""What operators and their machines ask: alive, ready, how much."""

import ipaddress
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from forum.core.errors import NotFound
from forum.core.late import late
from forum.runtime import runtime

if TYPE_CHECKING:
    import prometheus_client as prometheus
else:
    prometheus = late("prometheus_client")


async def healthz(_request: Request[Any]) -> Response:
    """Whether the process answers at all."""
    return PlainTextResponse("ok\n")


async def readyz(request: Request[Any]) -> Response:
    """Whether it can do its work; a broker that is away only slows it."""
    resources = runtime(request)
    database = "ok" if await resources.database.is_alive() else "away"
    broker = "degraded" if resources.hub.degraded else "ok"
    status = 200 if database == "ok" else 503
    return JSONResponse({"database": database, "broker": broker}, status)


async def metrics(request: Request[Any]) -> Response:
    """Counters in Prometheus' text form; for this machine only, unless the settings open it."""
    if not (runtime(request).settings.metrics or _is_local(request)):
        raise NotFound
    told = prometheus.generate_latest(prometheus.REGISTRY)
    return Response(told, media_type=prometheus.CONTENT_TYPE_LATEST)


def _is_local(request: Request[Any]) -> bool:
    try:
        return request.client is not None and ipaddress.ip_address(request.client.host).is_loopback
    except ValueError:
        return False


ROUTES = [
    Route("/healthz", healthz),
    Route("/readyz", readyz),
    Route("/metrics", metrics),
]
