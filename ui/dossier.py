"""A dossier: the applicant on top, one tab for each measure applied for, and the deeds beside them."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from ui import dialogs
from ui.dossier_add import MeasurePicker
from ui.dossier_case import CaseTab
from ui.dossier_header import DossierHeader
from ui.dossier_reasoned import REASONED
from ui.dossier_submit import SubmitDialog
from ui.empty_state import EmptyState
from ui.line_edit import LineEdit
from ui.parts import STATE_SIGNS, Badge, button, line, small
from ui.theme import STEP, kind
from ycdesk.domain.errors import DeskError
from ycdesk.domain.people import Person
from ycdesk.domain.states import Action, CaseState
from ycdesk.domain.workflow import allowed
from ycdesk.services.deeds import submit
from ycdesk.services.dossiers import add_case, get_dossier, remove_draft
from ycdesk.services.office import Office


class DossierPage(QWidget):
    """Signals:
    print_wanted(int, str): a paper of a case is wanted on the print preview.
    applicant_wanted(int): the applicant's own page is wanted.
    import_wanted(int): a sheet is to be imported into the rows of a case.
    said(str): a sentence for the status bar.
    """

    print_wanted = Signal(int, str)
    applicant_wanted = Signal(int)
    import_wanted = Signal(int)
    said = Signal(str)

    def __init__(self, office: Office, person: Person, dossier_id: int) -> None:
        super().__init__()
        self.office, self.person = office, person
        self.dossier = get_dossier(office, dossier_id)
        self.tabs: list[CaseTab] = []
        kind(self, "panel").setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.header = DossierHeader(office)
        self.bar = QTabBar()
        self.add_button = button("添加事项", "quiet", "plus")
        self.pages = QStackedWidget()
        self.empty = EmptyState("file", "这一卷还没有事项", "按 Ctrl+T 选择企业申报的事项。")
        self.stored = small("")
        self.number = small("")
        self.state = Badge("")
        self.submit_button = button("提交审批", "primary")
        self.more_button = button("办理…", "quiet")
        self.more_button.setToolTip("接收、补正、受理、核查　F9")
        self.deed_buttons = {action: button(asked.button, "quiet") for action, asked in REASONED.items()}
        self.withdraw_button = self.deed_buttons[Action.WITHDRAW]
        self.remove_button = button("删除草稿", "quiet")
        self.print_button = button("打印审批单", "", "print")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._build()
        self._connect()
        for case in self.dossier.cases:
            self._add_tab(CaseTab(office, person, case))
        self._show_page()

    def _build(self) -> None:
        self.bar.setExpanding(False)
        self.bar.setDrawBase(False)
        self.bar.setMinimumWidth(STEP * 20)  # else room is kept for buttons that scroll the tabs
        self.bar.setAccessibleName("事项")
        top = QHBoxLayout()
        top.setContentsMargins(STEP * 3, 0, STEP * 5, STEP)
        top.setSpacing(STEP * 2)
        top.addWidget(self.bar)
        top.addWidget(self.add_button)
        top.addStretch(1)
        deeds = (
            self.remove_button,
            *self.deed_buttons.values(),
            self.more_button,
            self.print_button,
            self.submit_button,
        )
        for part in (self.stored, self.number, self.state, *deeds):
            top.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addLayout(top)
        column.addWidget(line())
        column.addWidget(self.pages, 1)
        self.pages.addWidget(self.empty)

    def _connect(self) -> None:
        self.bar.currentChanged.connect(self._show_page)
        self.add_button.clicked.connect(self.add_measure)
        self.submit_button.clicked.connect(self.submit)
        self.more_button.clicked.connect(self.more)
        for action, each in self.deed_buttons.items():
            each.clicked.connect(partial(self.with_reason, action))
        self.remove_button.clicked.connect(self.remove)
        self.print_button.clicked.connect(self.print_slip)
        self.header.applicant.clicked.connect(lambda: self.applicant_wanted.emit(self.dossier.applicant_id))
        keys = [("Ctrl+T", self.add_measure), ("Ctrl+Return", self.submit), ("Ctrl+Enter", self.submit)]
        for key, deed in [*keys, ("Ctrl+P", self.print_slip), ("F9", self.more)]:
            self._key(key).activated.connect(deed)
        for number in range(9):
            self._key(f"Alt+{number + 1}").activated.connect(lambda number=number: self.bar.setCurrentIndex(number))

    def _key(self, keys: str) -> QShortcut:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        return shortcut

    # What is shown.

    def keys(self) -> list[tuple[str, str]]:
        """The keys of this page, for the status bar."""
        first = [("Ctrl+Enter", "提交审批"), ("F8", "下一个问题"), ("F3", "电子发票")]
        return [*first, ("Ctrl+T", "添加事项"), ("Alt+1…9", "换事项")]

    @property
    def current(self) -> CaseTab | None:
        """The tab in front."""
        number = self.bar.currentIndex()
        return self.tabs[number] if 0 <= number < len(self.tabs) else None

    def refresh(self) -> None:
        """Read what others may have changed; what is typed here is stored first."""
        stored = {tab.case.id for tab in self.tabs if tab.save()}
        self.dossier = get_dossier(self.office, self.dossier.id)
        known = {tab.case.id: tab for tab in self.tabs}
        for case in self.dossier.cases:
            tab = known.get(case.id)
            if tab is None:
                self._add_tab(CaseTab(self.office, self.person, case))
            elif case.id in stored and (case.state is not tab.case.state or case.version != tab.draft.version):
                tab.reload()
        self._show_page()

    def show_case(self, case_id: int) -> None:
        """Bring the tab of a case to the front."""
        for number, tab in enumerate(self.tabs):
            if tab.case.id == case_id:
                self.bar.setCurrentIndex(number)

    def _add_tab(self, tab: CaseTab) -> None:
        self.tabs.append(tab)
        self.pages.addWidget(tab)
        tab.saved.connect(self.stored.setText)
        tab.changed.connect(self._show_page)
        tab.import_wanted.connect(self.import_wanted)
        self.bar.addTab("")

    def _show_page(self) -> None:
        tab = self.current
        self.header.show_dossier(self.dossier)
        may_add = self.person.role.value == "caseworker"
        self.add_button.setVisible(may_add)
        for number, each in enumerate(self.tabs):
            rules = each.draft.package.measures[each.case.measure]
            sign = STATE_SIGNS[each.case.state.value][0]
            self.bar.setTabText(number, f"{sign} {rules.short_title}")
            self.bar.setTabToolTip(number, f"{each.case.number}　{rules.title}　{each.case.state.label}")
        self.pages.setCurrentWidget(tab or self.empty)
        more = (self.more_button, self.remove_button, self.print_button, self.number, self.state)
        for part in (self.submit_button, *self.deed_buttons.values(), *more):
            part.setVisible(tab is not None)
        if tab is None:
            return
        case = tab.case
        draft = f" · 第 {case.submissions + 1} 稿" if case.state.editable else ""
        self.number.setText(f"{case.number}{draft}")
        sign, tone = STATE_SIGNS[case.state.value]
        self.state.put(case.state.label, "plain" if tone == "secondary" else tone, sign)
        can = allowed(case, self.person)
        for action, part in {Action.SUBMIT: self.submit_button, **self.deed_buttons}.items():
            part.setEnabled(can[action] is None)
            part.setToolTip(can[action] or part.text())
            part.setVisible(can[action] is None)
        never_out = case.state is CaseState.DRAFT and not case.submissions and case.corrects_id is None
        self.remove_button.setVisible(can[Action.EDIT] is None and never_out)
        self.print_button.setVisible(case.state.standing)

    # Deeds.

    def add_measure(self) -> None:
        """Add a measure to the dossier (Ctrl+T)."""
        if not self.add_button.isVisible():
            self.said.emit("事项由经办人添加。")
            return
        picker = MeasurePicker(self, self.office.package, self.dossier.applicant.kind)
        if picker.exec() and picker.measure:
            try:
                case = add_case(self.office, self.person, self.dossier.id, picker.measure)
            except DeskError as error:
                dialogs.warn(self, error.sentence, error.advice)
                return
            self._add_tab(CaseTab(self.office, self.person, case))
            self.bar.setCurrentIndex(len(self.tabs) - 1)
            self._show_page()
            self.tabs[-1].focus_first()

    def submit(self) -> None:
        """Lay the case before a supervisor (Ctrl+Enter)."""
        tab = self.current
        focused = self.focusWidget()
        if tab is None or (isinstance(focused, LineEdit) and focused.composing):
            return
        if (why := allowed(tab.case, self.person)[Action.SUBMIT]) is not None:
            dialogs.warn(self, why)
            return
        self.setFocus()
        if not tab.save():
            return
        dialog = SubmitDialog(self, tab.draft, tab.checklist.papers.missing(), tab.alarms.alarms)
        if not dialog.exec():
            return
        if dialog.path:
            tab.focus(dialog.path)
            return
        self._do(
            tab,
            lambda: submit(
                self.office, self.person, tab.case.id, tab.draft.version, dialog.proposal, dialog.reason(), dialog.seen
            ),
            f"{tab.case.number} 已提交审批。",
        )

    def more(self) -> None:
        """What else may be done with the case now (F9)."""
        from ui.intake import add_letters, intake_menu

        tab = self.current
        if tab is not None and tab.save():
            menu = intake_menu(self, self.office, self.person, tab.case, tab.version, partial(self._do, tab))
            add_letters(menu, self.person, partial(self.print_wanted.emit, tab.case.id))
            menu.popup(self.more_button.mapToGlobal(self.more_button.rect().bottomLeft()))

    def with_reason(self, action: Action) -> None:
        """Withdraw the case, correct its decision or recover its award; each needs a reason."""
        tab, asked = self.current, REASONED[action]
        if tab is None or not tab.save():
            return
        reason = dialogs.ask_reason(self, tab.case.number, asked.question, asked.deed_name)
        if reason is None:
            return
        seen = (tab.case.id, tab.version)
        self._do(tab, lambda: asked.deed(self.office, self.person, *seen, reason), f"{tab.case.number} {asked.done}")
        if action is Action.CORRECT:
            self.refresh()

    def remove(self) -> None:
        """Delete a draft that was never submitted."""
        tab = self.current
        warning = "录入的内容随之删除，编号不再使用。"
        if tab is None or not dialogs.ask(self, "删除这份草稿？", warning, "删除", danger=True):
            return
        try:
            remove_draft(self.office, self.person, tab.case.id)
        except DeskError as error:
            dialogs.warn(self, error.sentence, error.advice)
            return
        number = self.tabs.index(tab)
        self.tabs.remove(tab)
        self.pages.removeWidget(tab)
        tab.deleteLater()
        self.bar.removeTab(number)
        self._show_page()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self.current is not None and self.focusWidget() in (None, self):
            self.current.focus_first()

    def print_slip(self) -> None:
        """The print preview of the slip (Ctrl+P)."""
        tab = self.current
        if tab is None:
            return
        if tab.case.state.standing:
            self.print_wanted.emit(tab.case.id, "slip")
        else:
            self.said.emit(f"审批单在同意支持以后打印；{tab.case.number} 现在是“{tab.case.state.label}”。")

    def _do(self, tab: CaseTab, deed: object, words: str) -> None:
        try:
            deed()  # type: ignore[operator]
        except DeskError as error:
            dialogs.warn(self, error.sentence, error.advice)
            return
        tab.reload()
        self.said.emit(words)
