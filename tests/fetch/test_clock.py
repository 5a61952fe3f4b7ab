"""The tests' own clock makes no jump while something is on its way."""

import selectors
import socket

from tests.site.clock import is_sending


def _key(end: socket.socket, events: int = selectors.EVENT_READ) -> selectors.SelectorKey:
    return selectors.SelectorKey(end, end.fileno(), events, None)


def test_bytes_that_a_peer_has_not_got_are_on_their_way() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as listener,
        socket.create_connection(listener.getsockname()) as near,
        listener.accept()[0] as far,
    ):
        near.setblocking(False)
        assert not is_sending(_key(near))
        assert not is_sending(_key(far))
        try:
            while True:
                near.send(bytes(1 << 16))
        except BlockingIOError:
            pass  # more than the peer's window holds
        assert is_sending(_key(near))
        assert not is_sending(_key(far))


def test_a_listener_sends_nothing_and_who_waits_to_write_may() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        assert not is_sending(_key(listener))
        assert is_sending(_key(listener, selectors.EVENT_READ | selectors.EVENT_WRITE))
