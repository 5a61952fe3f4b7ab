"""A coroutine in a thread of its own, whose questions are answered by the thread that takes its results.

The warehouse's connection belongs to one thread, and an event loop must not wait for it: while a batch
is loaded, answers from the network still arrive in time.
"""

import asyncio
import threading
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Iterator
from concurrent.futures import Future
from queue import SimpleQueue
from typing import Any, Generic, Protocol, TypeVar

T = TypeVar("T")
R = TypeVar("R")


class Ask(Protocol):
    """Has a function called where the warehouse is open; gives what it returns or raises."""

    def __call__(self, question: Callable[[Any], R], /) -> Awaitable[R]: ...


class Bridge(Generic[T]):
    """Runs ``main``, which asks by its first argument and hands results on by its second."""

    def __init__(self, main: Callable[[Ask, Callable[[T], None]], Coroutine[Any, Any, None]]) -> None:
        self._main = main
        self._queue: SimpleQueue[Callable[[Any], None] | tuple[T] | None] = SimpleQueue()
        self._error: BaseException | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._task: asyncio.Task[None] | None = None

    def results(self, connection: object) -> Iterator[T]:
        """The results as they come; answers questions with ``connection`` meanwhile.

        Raises what ``main`` raised. Closed early, it cancels ``main`` and waits for its end.
        """
        thread = threading.Thread(target=self._run, name="collect", daemon=True)
        thread.start()
        try:
            while (item := self._queue.get()) is not None:
                if isinstance(item, tuple):
                    yield item[0]
                else:
                    item(connection)
        except GeneratorExit:
            self._cancel()
            while (item := self._queue.get()) is not None:
                if not isinstance(item, tuple):
                    item(connection)
            raise
        finally:
            thread.join()
        if self._error is not None:
            raise self._error

    def _run(self) -> None:
        try:
            asyncio.run(self._start())
        except asyncio.CancelledError:
            pass
        except BaseException as error:  # it is raised where the results are taken
            self._error = error
        finally:
            self._queue.put(None)

    async def _start(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._task = asyncio.current_task()
        await self._main(self._ask, lambda item: self._queue.put((item,)))

    def _cancel(self) -> None:
        if self._loop is not None and self._task is not None:
            self._loop.call_soon_threadsafe(self._task.cancel)

    def _ask(self, question: Callable[[Any], R], /) -> Awaitable[R]:
        future: Future[R] = Future()

        def answer(connection: Any) -> None:
            try:
                result = question(connection)
            except BaseException as error:  # it is raised where the question was asked
                future.set_exception(error)
            else:
                future.set_result(result)

        self._queue.put(answer)
        return asyncio.wrap_future(future)


async def together(parts: Iterable[Coroutine[Any, Any, R]]) -> list[R]:
    """The results of all parts, in their order. Where one fails, none of the others goes on behind its back."""
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(part) for part in parts]
    return [task.result() for task in tasks]


def first_of(error: BaseException) -> BaseException:
    """The error itself, or the first of those that a group of them holds."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error
