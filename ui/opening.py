"""Opening the office on the background thread: first the database, for the sign-in; the policy package when it is done.

The package and all that checks it take as long to load as the desk has to appear, and the desk does without them. So
the package is read while the person types a password, or, where Enter came first, once the desk has been painted.
Whoever needs it before waits for it (``Office.package``).
"""

from __future__ import annotations

import gc
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from ui.background import Background, Job

if TYPE_CHECKING:
    from ycdesk.services.office import Office


class Opening(QObject):
    """``opened`` is called with the office, ``refused`` with what kept it, or its policy package, from opening.

    Attributes:
        office: None until it has been opened, and again when its package was refused.
    """

    def __init__(
        self, background: Background, opened: Callable[[Office], None], refused: Callable[[Exception], None]
    ) -> None:
        super().__init__(background)
        self.office: Office | None = None
        self._background = background
        self._opened, self._refused = opened, refused

    def open(self, home: Path) -> None:
        """Open the database of the data folder."""

        def work(job: Job) -> Office:
            from ycdesk.services.office import open_office

            self.office = open_office(home=home, package_later=True)  # here: a sign-in that already waits finds it
            return self.office

        self._background.run("打开数据", work, self._opened, self._refused, quiet=True)

    def read_package(self) -> None:
        """Read and check the policy package, unless it has been read, and load the modules of the screens."""
        office = self.office
        if office is None or office.loaded is not None:
            return

        def work(job: Job) -> None:
            _ = office.packages

        self._background.run("读取政策包", work, lambda _: None, self._package_refused, quiet=True)
        self._background.run("准备界面", _import_screens, lambda _: _collect_garbage(), quiet=True)

    def close(self) -> None:
        """Give the office back."""
        if self.office is not None:
            self.office.close()
            self.office = None

    def _package_refused(self, error: Exception) -> None:
        self.close()
        self._refused(error)


def _import_screens(job: Job) -> None:
    import ui.main_window  # noqa: F401


def _collect_garbage() -> None:
    """The start is over: collect garbage again, without looking each time through all that was imported."""
    if not gc.isenabled():
        gc.freeze()
        gc.enable()
