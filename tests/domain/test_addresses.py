"""What an address says by itself: this computer or another, open or encrypted."""

from __future__ import annotations

import pytest

from overpaint.domain.addresses import can_be_read_on_the_way, host_of


@pytest.mark.parametrize(
    ("url", "host", "readable"),
    [
        ("http://images.example:8000/v1", "images.example", True),
        ("HTTP://Images.Example/v1", "images.example", True),
        ("http://127.0.0.1.example/v1", "127.0.0.1.example", True),
        ("http://192.168.0.7/v1", "192.168.0.7", True),
        ("https://images.example/v1", "images.example", False),
        ("http://localhost:8000/v1", "localhost", False),
        ("http://sd.localhost/v1", "sd.localhost", False),
        ("http://127.8.0.1/v1", "127.8.0.1", False),
        ("http://[::1]:8000/v1", "::1", False),
        ("", "", False),
        ("https://[broken/v1", "", False),
    ],
)
def test_an_address_tells_whom_it_means_and_who_can_listen_in(
    url: str, host: str, *, readable: bool
) -> None:
    assert host_of(url) == host
    assert can_be_read_on_the_way(url) is readable
