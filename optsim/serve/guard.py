"""Guard of the server: who may see anything at all.

A page of another site can send requests to this machine, too, also by a name of its own that leads here (DNS rebinding). So the
host has to be the address that the server has told, exactly; the path has to begin with the token; and a websocket, which browsers
let any page open, has to come from a page of this server.
"""

from __future__ import annotations

import hmac
import secrets
from types import MappingProxyType

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

HOST = "127.0.0.1"
_TOKEN_BYTES = 24
_USUAL_PORT = 80
_HEADERS = MappingProxyType(
    {
        "Referrer-Policy": "no-referrer",
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
)


def new_token() -> str:
    """Return a token of 192 random bits."""
    return secrets.token_urlsafe(_TOKEN_BYTES)


def guard(token: str) -> Middleware:
    """Return the middleware that lets through what has the token."""

    @web.middleware
    async def let_through(request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            _check(request, token)
            response = await handler(request)
        except web.HTTPException as refused:
            # the status alone: who is refused is not told why
            response = web.Response(status=refused.status, text=refused.reason)
        if not response.prepared:
            response.headers.update(headers_of(request))
        return response

    return let_through


def headers_of(request: web.Request) -> dict[str, str]:
    """Return the headers of every answer: nothing of the page comes from elsewhere, or is shown elsewhere."""
    policy = (
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self'; img-src 'self' data:; "
        f"connect-src 'self' ws://{HOST}:{_port(request)}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    return {**_HEADERS, "Content-Security-Policy": policy}


def check_origin(request: web.Request) -> None:
    """Raise web.HTTPForbidden for a websocket that no page of this server opens."""
    if request.headers.getall("Origin", []) not in [[f"http://{address}"] for address in addresses(_port(request))]:
        raise web.HTTPForbidden


def _check(request: web.Request, token: str) -> None:
    if request.headers.getall("Host", []) not in [[address] for address in addresses(_port(request))]:
        raise web.HTTPForbidden
    # what begins with no slash is a proxy's business: a whole address, host:port, *
    before, _, path = request.raw_path.partition("/")
    given = path.partition("/")[0].encode("utf-8", "surrogateescape")
    if before or not hmac.compare_digest(given, token.encode()):
        raise web.HTTPNotFound
    if request.headers.get("Sec-Fetch-Site", "none") not in ("none", "same-origin"):
        raise web.HTTPForbidden


def addresses(port: int) -> tuple[str, ...]:
    """Return host and port of the server, as a browser says them: it leaves out the port that is usual."""
    return (f"{HOST}:{port}", HOST) if port == _USUAL_PORT else (f"{HOST}:{port}",)


def _port(request: web.Request) -> int:
    """Return the port that a request has come to."""
    port: int = request.transport.get_extra_info("sockname")[1] if request.transport is not None else 0
    return port
