"""Receiving gives way while somebody paints, bite by bite, and never otherwise."""

from __future__ import annotations

from overpaint.services.courtesy import BITE_BYTES, Courtesy


def waits(courtesy: Courtesy, byte_count: int) -> bool:
    """Whether the receiver is made to wait after a read."""
    reading = courtesy.received(byte_count)
    try:
        reading.send(None)
    except StopIteration:
        return False
    except RuntimeError as error:
        # Sleeping needs a loop, which nobody runs here.
        assert "no running event loop" in str(error)  # noqa: PT017
        return True
    reading.close()
    return True


def test_nobody_waits_unless_asked() -> None:
    assert not waits(Courtesy(), 100 * BITE_BYTES)


def test_every_bite_ends_with_a_pause_while_asked() -> None:
    courtesy = Courtesy()
    courtesy.give_way(True)

    half = [waits(courtesy, BITE_BYTES // 2) for _ in range(4)]

    assert half == [False, True, False, True]


def test_the_line_goes_on_at_full_speed_after_the_stroke() -> None:
    courtesy = Courtesy()
    courtesy.give_way(True)
    assert waits(courtesy, BITE_BYTES)

    courtesy.give_way(False)

    assert not waits(courtesy, 100 * BITE_BYTES)
