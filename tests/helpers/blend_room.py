"""A canvas, the blend section and the tiles of one target, tied as in the window."""

from __future__ import annotations

import numpy as np
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from helpers.blends import Bench
from helpers.drafts import LOCAL_RULES
from overpaint.domain.events import Completed, JobId, Result
from overpaint.domain.frame import Rect
from overpaint.imaging.load import load_picture
from overpaint.imaging.pixels import Picture
from overpaint.services.result_folder import ResultFolder
from overpaint.ui.background import Background
from overpaint.ui.blending.desk import BlendDesk
from overpaint.ui.canvas.view import CanvasView
from overpaint.ui.draft_store import DraftStore
from overpaint.ui.icons import Icons
from overpaint.ui.inspector.blend_section import BlendSection
from overpaint.ui.result_preview import ResultPreview
from overpaint.ui.results.item import ResultItem
from overpaint.ui.results.model import ResultsModel
from overpaint.ui.results.strip import ResultsStrip
from overpaint.ui.theme import Theme, ThemeChoice
from overpaint.ui.thumbnails import ThumbnailLoader
from overpaint.ui.tool_options.variant_row import VariantRow

PATIENCE_MS = 30_000


class Watched(CanvasView):
    """A canvas that remembers what it was given to show."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[tuple[Picture | None, Rect | None]] = []

    def set_preview(self, picture: Picture | None, rect: Rect | None = None) -> None:
        self.shown.append((picture, rect))
        super().set_preview(picture, rect)


class BlendRoom:
    """Canvas, section, tiles and what ties them, around results of one target."""

    def __init__(self, app: QApplication, qtbot: QtBot, bench: Bench) -> None:
        self.bench = bench
        self.qtbot = qtbot
        self.icons = Icons(Theme(app, ThemeChoice.LIGHT))
        self.store = DraftStore(LOCAL_RULES, bench.draft)
        self.loader = ThumbnailLoader()
        self.background = Background()
        self.area = QWidget()
        self.canvas = Watched()
        self.canvas.setParent(self.area)
        self.tiles = ResultsModel(self.loader)
        self.strip = ResultsStrip(self.tiles, self.icons)
        self.section = BlendSection(self.icons.theme)
        self.preview = ResultPreview(self.canvas, self.background, self.area)
        self.row = VariantRow(self.icons, self.loader, self.area)
        self.desk = BlendDesk(
            self.store, self.section, self.tiles, self.strip, self.canvas, self.preview,
            area=self.area, variants=self.row, icons=self.icons, parent=self.area,
            folder=lambda: ResultFolder(bench.results, bench.answers),
        )  # fmt: skip
        self.strip.selected.connect(self.preview.show)
        for widget in (self.area, self.strip, self.section):
            qtbot.addWidget(widget)
        self.canvas.resize(500, 400)
        self.canvas.set_target(load_picture(bench.target.path))
        self.preview.follow_target(bench.target)
        self.tiles.set_original(self.bench.target)

    def close(self) -> None:
        self.desk.close()
        self.background.close()
        self.loader.close()
        self.canvas.close_workers()

    def bring(self, *results: Result) -> list[str]:
        """Let a job of variants bring results; returns the keys of their tiles."""
        job = JobId("job")
        self.tiles.expect(job, answers=len(results), frame=self.bench.frame)
        self.tiles.apply(Completed(job, results, "req_7", None, 3.2))
        return [self.tiles.item(row).key for row in range(1, self.tiles.rowCount())]

    def item(self, key: str) -> ResultItem:
        row = self.tiles.row_of_key(key)
        assert row is not None
        return self.tiles.item(row)

    def result(self, key: str) -> Result:
        result = self.item(key).result
        assert result is not None
        return result

    def settle(self) -> None:
        """Wait until every file is as its recipe says."""
        self.qtbot.waitUntil(lambda: self.desk.blending.is_settled, timeout=PATIENCE_MS)

    def rest(self) -> None:
        """Let the recipe rest, and wait for what follows."""
        self.desk.blending.flush()
        self.settle()

    def wait_for_box(self, *, exact: bool) -> tuple[np.ndarray, Rect]:
        """Wait until a part of the target is shown; in full or small."""

        def there() -> bool:
            if not self.canvas.shown:
                return False
            picture, rect = self.canvas.shown[-1]
            return (
                picture is not None
                and rect is not None
                and ((picture.width == rect.width) is exact)
            )

        self.qtbot.waitUntil(there, timeout=PATIENCE_MS)
        picture, rect = self.canvas.shown[-1]
        assert picture is not None
        assert rect is not None
        return picture.bgra[..., 2::-1], rect
