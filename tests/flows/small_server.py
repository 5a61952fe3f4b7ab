"""A server as small as can be in the place of Prefect's."""

from collections.abc import Awaitable, Callable
from typing import Any

Message = dict[str, Any]


def create_app() -> Callable[..., Awaitable[None]]:
    """An application that is well."""

    async def answer(scope: Message, receive: Callable[[], Awaitable[Message]], send: Callable[..., Any]) -> None:
        if scope["type"] == "lifespan":
            while (event := (await receive())["type"].removeprefix("lifespan.")) != "shutdown":
                await send({"type": f"lifespan.{event}.complete"})
            await send({"type": "lifespan.shutdown.complete"})
            return
        status = 200 if scope["path"] == "/api/health" else 404
        await send({"type": "http.response.start", "status": status, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    return answer


def create_ill_app() -> Callable[..., Awaitable[None]]:
    """No application."""
    raise RuntimeError("the database is of another version")
