"""The look of the mask in the settings file."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from overpaint.domain.marks import Colour
from overpaint.domain.overlay import DEFAULT_STYLE, Look, OverlayStyle, Pattern
from overpaint.services.overlay_rows import overlay_from_row, overlay_to_row
from overpaint.services.settings import Settings, SettingsFile

channels = st.integers(0, 255)
colours = st.builds(Colour, channels, channels, channels)
styles = st.builds(
    OverlayStyle, colours, st.floats(0, 1), st.sampled_from(Pattern), st.sampled_from(Look), colours
)


@given(styles)
def test_there_and_back_is_the_identity(style: OverlayStyle) -> None:
    assert overlay_from_row(overlay_to_row(style)) == style


def test_only_what_differs_is_written() -> None:
    assert overlay_to_row(DEFAULT_STYLE) == {}
    assert overlay_to_row(OverlayStyle(colour=Colour(0, 255, 16))) == {"colour": "#00ff10"}


@pytest.mark.parametrize(
    "row",
    [
        7,
        {"look": "sparkling"},
        {"pattern": 3},
        {"colour": "red"},
        {"colour": 5},
        {"opacity": 2},
        {"opacity": True},
        {"protect_colour": "#12345"},
    ],
)
def test_nonsense_is_refused(row: object) -> None:
    with pytest.raises((TypeError, ValueError)):
        overlay_from_row(row)


def test_the_file_keeps_it(tmp_path: Path) -> None:
    file = SettingsFile(tmp_path / "settings.json")
    style = OverlayStyle(opacity=0.3, look=Look.HATCH)

    file.save(Settings(overlay=style, show_rulers=True))

    assert SettingsFile(tmp_path / "settings.json").load().overlay == style
    assert file.load().show_rulers
