"""Bodies of requests are small: a large one is refused before it is read, whoever sends it."""

from fastapi import HTTPException
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST = 1_000_000
"""Bytes of a body."""


class BodyLimit:
    """Passes bodies on; as soon as one is, or says that it is, too large, whoever reads it meets HTTPException 413."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        said = Headers(scope=scope).get("content-length", "")
        size = int(said) if said.isdecimal() else 0

        async def bounded() -> Message:
            nonlocal size
            if size > LARGEST:
                raise HTTPException(413)
            message = await receive()
            if not said:
                size += len(message.get("body", b""))
            if size > LARGEST:
                raise HTTPException(413)
            return message

        await self.app(scope, bounded, send)
