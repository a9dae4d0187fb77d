"""The bar above the canvas: options of the tool in hand, and what concerns the whole mask."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QStackedLayout, QWidget

from overpaint.ui.canvas.markup_layer import MarkupLayer
from overpaint.ui.canvas.tools import ToolKind
from overpaint.ui.canvas.tools.groups import PAINTING, SELECTING
from overpaint.ui.icons import Icons
from overpaint.ui.markup_bar import MarkupBar
from overpaint.ui.theme.draw import CONTROL_HEIGHT
from overpaint.ui.tool_options.brush_page import BrushPage
from overpaint.ui.tool_options.frame_page import FramePage
from overpaint.ui.tool_options.hint_page import HintPage
from overpaint.ui.tool_options.mask_buttons import MaskButtons
from overpaint.ui.tool_options.select_page import SelectPage
from overpaint.ui.tool_options.variant_row import VariantRow
from overpaint.ui.tool_options.view_page import ViewPage

_VIEWING = frozenset({ToolKind.PAN, ToolKind.ZOOM, ToolKind.ROTATE})


class ToolOptionsBar(QWidget):
    """Shows one page at a time; the page gives way, the mask's buttons never do.

    Attributes:
        brush: Page of the tools that paint.
        select: Page of the tools that select.
        view: Page of the tools that change the view.
        variants: What can be painted in, on the page of the tool that does.
        paint_in: That page.
        marking: Page of the markup tool.
        framing: Page of the frame tool.
        hint: Page of the tools that have no options.
        buttons: What is always there.
    """

    def __init__(self, icons: Icons, layer: MarkupLayer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.brush = BrushPage(icons)
        self.select = SelectPage(icons)
        self.view = ViewPage(icons)
        self.variants = VariantRow(icons)
        self.paint_in = BrushPage(icons, leading=self.variants)
        self.marking = MarkupBar(icons, layer)
        self.framing = FramePage(icons)
        self.hint = HintPage()
        self.buttons = MaskButtons(icons)
        self._pages = QStackedLayout()
        pages = (self.brush, self.select, self.view, self.paint_in, self.marking, self.framing,
                 self.hint)  # fmt: skip
        for page in pages:
            self._pages.addWidget(page)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 4, 8, 4)
        row.setSpacing(8)
        row.addLayout(self._pages, 1)
        for line in (self._line(), self.buttons, self._line()):
            row.addWidget(line)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_tool(ToolKind.BRUSH)

    @property
    def page(self) -> QWidget:
        """The page that is shown."""
        return self._pages.currentWidget() or self.hint

    def show_tool(self, tool: ToolKind) -> None:
        """Show the options of a tool."""
        page: QWidget = self.hint
        if tool in PAINTING:
            page = self.brush
        elif tool in SELECTING:
            page = self.select
            self.select.show_tool(tool)
        elif tool in _VIEWING:
            page = self.view
            self.view.show_tool(tool)
        elif tool is ToolKind.PAINT_IN:
            page = self.paint_in
        elif tool is ToolKind.MARKUP:
            page = self.marking
        elif tool is ToolKind.FRAME:
            page = self.framing
        self._pages.setCurrentWidget(page)

    def minimumSizeHint(self) -> QSize:
        """The page can be folded into its button."""
        fixed = self.buttons.sizeHint().width() + 4 * 8 + 2 * 8 + 2
        return QSize(fixed + CONTROL_HEIGHT, CONTROL_HEIGHT + 8)

    def _line(self) -> QFrame:
        line = QFrame(self)
        line.setFrameShape(QFrame.Shape.VLine)
        line.setFixedHeight(20)
        line.setForegroundRole(self.palette().ColorRole.Mid)
        line.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return line
