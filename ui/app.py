"""The course of the program: door, office, sign-in, main window, lock, sign-out, end."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from ui.door import Door
from ui.theme import theme
from ycdesk.paths import database_url
from ycdesk.settings import Settings, remember

if TYPE_CHECKING:
    from ui.background import Background, Job
    from ui.first_start import FirstStartPage
    from ui.main_window import MainWindow
    from ui.opening import Opening
    from ui.problem_page import ProblemPage
    from ycdesk.domain.people import Person
    from ycdesk.services.office import Office

_AFTER_THE_DESK = 50  #: ms for the desk to be painted before anything else asks for the processor


class Program(QObject):
    """Holds what lives as long as the program.

    Attributes:
        window: the main window of the person who is signed in; kept, hidden, while it is locked.
    """

    def __init__(self, app: QApplication, home: Path, settings: Settings) -> None:
        super().__init__()
        self.app = app
        self.home = home
        self._opening: Opening | None = None
        self.window: MainWindow | None = None
        self._background: Background | None = None
        self.door = Door(settings.last_login)
        self.door.painted.connect(self._after_first_paint)
        self.door.closed.connect(self._leave)
        self.door.signin.submitted.connect(self._sign_in)
        self._first_start: FirstStartPage | None = None
        self._problem: ProblemPage | None = None

    def start(self) -> None:
        """Show the first window; everything slow follows its first paint."""
        if self._looks_new():
            self._show_first_start()
        self.door.show()

    def close(self) -> None:
        """The end: what runs is cancelled, the office is shut."""
        if self._background is not None:
            self._background.close()
        if self._opening is not None:
            self._opening.close()

    @property
    def office(self) -> Office | None:
        """None until it has been opened."""
        return None if self._opening is None else self._opening.office

    @property
    def background(self) -> Background:
        """The one thread for slow work; made after the first paint."""
        if self._background is None:
            from ui.background import Background

            self._background = Background(self)
        return self._background

    # the office

    def _looks_new(self) -> bool:
        """Whether the data folder holds no database file yet: decided without opening anything."""
        url = database_url(self.home)
        return url.startswith("sqlite:///") and not Path(url.removeprefix("sqlite:///")).exists()

    def _after_first_paint(self) -> None:
        from ui import crash, fonts, icons

        crash.install(self.home)
        fonts.load_rest()
        self.app.setWindowIcon(icons.application_icon())
        self.open_office()

    def open_office(self) -> None:
        """Open the database of the data folder on the background thread; the policy package follows."""
        if self._opening is None:
            from ui.opening import Opening

            self._opening = Opening(self.background, self._office_opened, self._office_refused)
        self.door.signin.state.setText("正在打开数据…")
        self._opening.open(self.home)

    def _office_opened(self, office: Office) -> None:
        from ui.first_start import FirstStartPage
        from ycdesk.services.people import hinted_people, is_first_start

        self.door.signin.state.setText("")
        self.door.side.bureau.setText(office.bureau or "")
        if self.background.busy:  # a sign-in: the package waits for its desk, whose modules come while it is hashed
            import ui.main_window  # noqa: F401
        else:
            self._read_package()
        if is_first_start(office):
            self._show_first_start()
            return
        current = self.door.pages.currentWidget()
        if current is not self.door.signin and (isinstance(current, FirstStartPage) or current is self._problem):
            self.door.open_page(self.door.signin)
        from ui.signin import Hint

        self.door.signin.offer(
            [Hint(f"{each.name}　{each.role.label}", each.login, each.password_hint) for each in hinted_people(office)]
        )

    def _read_package(self) -> None:
        if self._opening is not None:
            self._opening.read_package()

    def _office_refused(self, error: Exception) -> None:
        from ui.problem_page import ProblemPage
        from ycdesk.domain.errors import DeskError

        if self.window is not None:  # the policy package was refused after the desk had been shown
            self._end_window()
            self.door.show()
        if not isinstance(error, DeskError):
            raise error
        if self._problem is None:
            self._problem = ProblemPage()
            self._problem.retry.connect(self._retry)
            self._problem.other_folder.connect(self._other_folder)
            self._problem.database_settings.connect(self._database_settings)
            self._problem.leave.connect(self._leave)
        self.door.signin.busy("")
        self._problem.tell(error.sentence, error.advice)
        self.door.open_page(self._problem)

    def _retry(self) -> None:
        self.door.open_page(self.door.signin)
        self.open_office()

    def _other_folder(self) -> None:
        from ui.first_steps import choose_home

        folder = choose_home(self.door, self.home)
        if folder is not None:
            self.home = folder
            self._retry()

    def _database_settings(self) -> None:
        from ui.settings_dialog import DatabaseDialog

        if DatabaseDialog(self.door, self.home).exec():
            self._retry()

    # first start and sign-in

    def _show_first_start(self) -> None:
        from ui.first_start import FirstStartPage

        if self._first_start is None:
            self._first_start = FirstStartPage()
            self._first_start.submitted.connect(self._set_up)
            self._first_start.other_place.connect(self._other_folder)
            self._first_start.restore.connect(self._restore)
        self.door.open_page(self._first_start)

    def _restore(self) -> None:
        from ui.first_steps import restore_into

        if self.office is not None and self._first_start is not None:
            restore_into(self._first_start, self.background, self.office, self._retry)

    def _set_up(self, bureau: str, name: str, login: str, password: str, demo: bool) -> None:
        assert self._first_start is not None
        self._first_start.busy("正在建立数据…" if not demo else "正在建立数据并放入示例…")

        def work(job: Job) -> Person | None:
            from ycdesk.services.people import first_start

            return first_start(self.office, bureau, name, login, password, demo) if self.office is not None else None

        self.background.run("建立数据", work, self._set_up_done, self._set_up_refused, quiet=True)

    def _set_up_done(self, person: Person | None) -> None:
        from ycdesk.changelog import installed_version

        if person is None or self.office is None:
            assert self._first_start is not None
            self._first_start.busy("")
            return
        remember(self.home, last_login=person.login, last_version=installed_version())
        self.door.signin.clear(person.login)
        self._office_opened(self.office)
        self._enter(person)

    def _set_up_refused(self, error: Exception) -> None:
        from ycdesk.domain.errors import DeskError, InputProblem

        assert self._first_start is not None
        if isinstance(error, InputProblem):
            self._first_start.refuse(error.problems)
        elif isinstance(error, DeskError):
            self._first_start.refuse({}, str(error))
        else:
            self._first_start.busy("")
            raise error

    def _sign_in(self, login: str, password: str) -> None:
        """Runs after the office has been opened, also when Enter came first: the thread takes one after another."""
        self.door.signin.busy("正在登录…")

        def work(job: Job) -> Person | None:
            from ycdesk.services.people import sign_in

            return sign_in(self.office, login, password) if self.office is not None else None

        self.background.run("登录", work, self._signed_in, self._sign_in_refused, quiet=True)

    def _signed_in(self, person: Person | None) -> None:
        self.door.signin.busy("")
        if person is not None:
            remember(self.home, last_login=person.login)
            self._enter(person)

    def _sign_in_refused(self, error: Exception) -> None:
        from ycdesk.domain.errors import DeskError

        self.door.signin.busy("")
        if not isinstance(error, DeskError):
            raise error
        self.door.signin.refuse(str(error))

    # the main window

    def _enter(self, person: Person) -> None:
        """Show the desk: the locked one when the same person comes back, else a new one."""
        from ui.main_window import MainWindow

        assert self.office is not None
        if self.window is not None and self.window.person.id != person.id:
            self._end_window()
        if self.window is None:
            self.window = MainWindow(self.office, person, self.background)
            self.window.locked.connect(self._lock)
            self.window.signed_out.connect(self._sign_out)
            self.window.left.connect(self._leave)
            theme().changed.connect(self._remember_theme)
        self.window.appear()
        self.door.hide()
        QTimer.singleShot(_AFTER_THE_DESK, self._after_the_desk)

    def _after_the_desk(self) -> None:
        from ui.changes import tell_once

        self._read_package()
        tell_once(self.window, self.home)

    def _lock(self) -> None:
        assert self.window is not None
        self.door.signin.clear(self.window.person.login)
        self.window.leave_field()
        self.window.hide()
        self._show_door()

    def _sign_out(self) -> None:
        self._end_window()
        self.door.signin.clear("")
        self._show_door()

    def _show_door(self) -> None:
        self.door.open_page(self.door.signin)
        self.door.show()
        self.door.activateWindow()
        self.door.signin.setFocus()

    def _leave(self) -> None:
        self._end_window()
        self.app.quit()

    def _end_window(self) -> None:
        if self.window is not None:
            self.window.end()
            self.window = None

    def _remember_theme(self) -> None:
        mode = theme().mode.value
        remember(self.home, theme="" if mode == "system" else mode)
