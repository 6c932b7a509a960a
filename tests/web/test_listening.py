"""What keeps answers from being late."""

import gc
import socket

from cinegraph.web.listening import bound, settle


def test_what_is_built_is_not_looked_through_again() -> None:
    before = gc.get_freeze_count()
    try:
        settle()
        assert gc.get_freeze_count() > before + 10_000
        assert len(gc.get_objects()) < 1_000
    finally:
        gc.unfreeze()


def test_answers_are_sent_at_once() -> None:
    with bound("127.0.0.1", 0) as on:
        assert on.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
