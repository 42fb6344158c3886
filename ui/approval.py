"""The supervisor's page: the queue, the case with its computation, and the decision."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ui import dialogs
from ui.approval_case import CaseSheet
from ui.approval_decide import DecisionPanel, ReduceDialog
from ui.approval_queue import Queue
from ui.banner import Banner
from ui.empty_state import EmptyState
from ui.holders import show_holders
from ui.parts import money, upright
from ui.preview_clause import ClauseDialog
from ui.preview_items import LIMIT
from ui.theme import kind
from ycdesk.domain.case import Case
from ycdesk.domain.errors import DeskError
from ycdesk.domain.people import Person
from ycdesk.domain.states import WAITING, Action, CaseState
from ycdesk.services.decision import DecisionView, decision_view
from ycdesk.services.desk import DeskRow, queue
from ycdesk.services.office import Office
from ycdesk.services.signing import approve, countersign, refuse, return_case

WIDE = 1280
"""px; in less, queue and decision make room for the facts."""
_KEYS = (("A", "同意"), ("M", "核减"), ("R", "退回"), ("N", "不予支持"), ("↑ ↓", "换件"), ("Ctrl+P", "打印审批单"))


class ApprovalPage(QWidget):
    """Signals:
    print_wanted(int, str): a paper of a case is wanted on the print preview.
    said(str): a sentence for the status bar.
    """

    print_wanted = Signal(int, str)
    said = Signal(str)

    def __init__(self, office: Office, person: Person) -> None:
        super().__init__()
        self.office, self.person = office, person
        self.view: DecisionView | None = None
        self.sheet: CaseSheet | None = None
        self._approved: int | None = None
        kind(self, "panel").setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.banner = Banner()
        self.queue = Queue()
        self.middle = QStackedWidget()
        self.empty = EmptyState("approval", "没有等待审批的办件", "经办人提交以后，办件会排在这里。")
        self.decision = DecisionPanel()
        self.middle.addWidget(self.empty)
        self._build()
        self.queue.chosen.connect(self._open)
        self.decision.decided.connect(self._decide)
        self.decision.panel.clause_wanted.connect(self.show_clause)
        self.decision.panel.path_wanted.connect(self._show_limit)
        for key in self.decision.buttons:
            self._key(key, partial(self._decide, key))
        self._key("Ctrl+P", self.print_slip)
        self.setFocusProxy(self.queue)

    def _build(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.queue)
        row.addWidget(upright())
        row.addWidget(self.middle, 1)
        row.addWidget(upright())
        row.addWidget(self.decision)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.banner)
        column.addLayout(row, 1)

    def _key(self, keys: str, deed: Callable[[], None]) -> None:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(deed)

    def keys(self) -> list[tuple[str, str]]:
        """The keys of this page, for the status bar."""
        return list(_KEYS)

    # What is shown.

    def refresh(self) -> None:
        """Read the queue again."""
        rows = queue(self.office, self.person)
        self.queue.show_rows(rows, self.view.case.id if self.view else None)
        if not rows and (self.view is None or self.view.case.state in WAITING):
            self._close()

    def show_case(self, case_id: int) -> None:
        """Bring a case to the middle."""
        if not self.queue.show_case(case_id):
            self._open(case_id)

    def _open(self, case_id: int) -> None:
        try:
            view = decision_view(self.office, case_id, self.person)
            sheet = CaseSheet(self.office, self.person, view)
        except DeskError as error:
            self.banner.tell(str(error), "bad")
            return
        self._close()
        self.view, self.sheet = view, sheet
        self.middle.addWidget(sheet)
        self.middle.setCurrentWidget(sheet)
        self.decision.show_view(self.office, view, sheet.draft.preview())
        self.decision.show()

    def show_clause(self, clause: str) -> None:
        """A clause of the policy that the case was submitted under."""
        ClauseDialog(self, self.office, clause, self.sheet.draft.package if self.sheet else None).exec()

    def _show_limit(self, path: str) -> None:
        if self.sheet is not None and path.startswith(LIMIT):
            show_holders(self, self.office, self.sheet.draft.preview(), path)

    def _close(self) -> None:
        if self.sheet is not None:
            self.middle.removeWidget(self.sheet)
            self.sheet.deleteLater()
        self.view = self.sheet = None
        self.middle.setCurrentWidget(self.empty)
        self.decision.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= WIDE
        self.queue.setFixedWidth(240 if wide else 208)
        self.decision.setFixedWidth(376 if wide else 336)

    # Decisions.

    def _decide(self, key: str) -> None:
        view = self.view
        if view is None:
            return
        second = view.case.state is CaseState.COUNTERSIGN
        sign = Action.COUNTERSIGN if second else Action.APPROVE
        action = {"A": sign, "M": Action.APPROVE, "R": Action.RETURN, "N": Action.REFUSE}[key]
        if (why := view.allowed.get(action)) is not None:
            self.decision.say(why)
            return
        chosen = self.queue.selected()
        if action is Action.COUNTERSIGN:
            self._countersign(view)
        elif key == "A" and len(chosen) > 1:
            self._approve_several(chosen)
        elif key in ("A", "M"):
            self._approve(view, less=key == "M")
        else:
            self._send_back(view, action)

    def _approve(self, view: DecisionView, less: bool) -> None:
        flags = self.decision.flags
        box = flags.first_open()
        if box is not None:
            open_ones = len(flags.flags) - len(flags.confirmed())
            self.decision.say(f"还有 {open_ones} 处口径没有确认：看过后按空格勾选，再按 A。")
            flags.go_to(box)
            return
        case, award, reason = view.case, None, ""
        if less:
            dialog = ReduceDialog(self, self.office, case.computed or Decimal(0))
            if not dialog.exec():
                return
            award, reason = dialog.award, dialog.reason
        opinion, confirmed = self.decision.opinion.text(), flags.confirmed()
        words = f"{case.number} 已同意支持 {money(award if award is not None else case.computed)} 元。"
        self._sign(
            lambda: approve(self.office, self.person, case.id, case.version, award, reason, opinion, confirmed),
            case.id,
            words,
        )

    def _countersign(self, view: DecisionView) -> None:
        case, opinion = view.case, self.decision.opinion.text()
        self._sign(
            lambda: countersign(self.office, self.person, case.id, case.version, opinion),
            case.id,
            f"{case.number} 已复签，同意支持 {money(case.award)} 元。",
        )

    def _sign(self, deed: Callable[[], Case], case_id: int, words: str) -> None:
        """A signature; the slip is offered once the last one is there."""
        signed: list[Case] = []
        if not self._do(lambda: signed.append(deed()), words):
            return
        if signed[0].state is CaseState.COUNTERSIGN:
            self.banner.tell(f"{words}金额达到两人签批的标准，等待第二位审批人复签。", "ok")
            return
        self._approved = case_id
        self.banner.tell(words, "ok", "打印审批单 Ctrl+P", self.print_slip)

    def _approve_several(self, rows: list[DeskRow]) -> None:
        """Approve what was selected, as far as nothing is flagged and nothing forbids it."""
        views = [decision_view(self.office, row.case_id, self.person) for row in rows]
        plain = [view for view in views if _at_once(view)]
        left = len(views) - len(plain)
        if not plain:
            self.decision.say("选中的办件都有待确认的口径、待说明的重复提示，或不得由您审批，请逐件办理。")
            return
        total = money(sum((view.case.computed or Decimal(0) for view in plain), Decimal(0)))
        note = f"另有 {left} 件有待确认的口径、待说明的重复提示或不得由您审批，须逐件办理。" if left else ""
        if not dialogs.ask(self, f"同意 {len(plain)} 件，共 {total} 元？", note, f"同意 {len(plain)} 件"):
            return
        for done, view in enumerate(plain):
            try:
                approve(self.office, self.person, view.case.id, view.case.version)
            except DeskError as error:
                self.banner.tell(f"已同意 {done} 件；{view.case.number} 未办成：{error}", "bad")
                break
        else:
            self.banner.tell(f"已同意 {len(plain)} 件，共 {total} 元。{note}", "ok")
        self._next()

    def _send_back(self, view: DecisionView, action: Action) -> None:
        case = view.case
        heading = "退回" if action is Action.RETURN else "不予支持"
        text = "请写明要改什么。" if action is Action.RETURN else "请写明理由和依据的条款，将写入通知书。"
        to = self._returned_to(case) if action is Action.RETURN else CaseState.REFUSED
        reason = dialogs.ask_reason(self, heading, text, action.label) if to is not None else None
        if reason is None or to is None:
            return
        opinion = self.decision.opinion.text()
        if action is Action.RETURN:
            where = "第一次签批的审批人" if to is CaseState.PENDING else "经办人"
            self._do(
                lambda: return_case(self.office, self.person, case.id, case.version, reason, to),
                f"{case.number} 已退回{where}。",
            )
        else:
            self._do(
                lambda: refuse(self.office, self.person, case.id, case.version, reason, opinion),
                f"{case.number} 已决定不予支持。",
            )

    def _returned_to(self, case: Case) -> CaseState | None:
        """From the second signer to the first, or all the way to the caseworker; None when nothing was chosen."""
        if case.state is not CaseState.COUNTERSIGN:
            return CaseState.RETURNED
        ways = [f"退给{case.decider_name}重新签批", "退给经办人修改"]
        chosen = dialogs.choose(self, "退回给谁？", "退给第一次签批的审批人，内容不变；退给经办人，可以修改。", ways)
        return None if chosen is None else (CaseState.PENDING, CaseState.RETURNED)[chosen]

    def _do(self, deed: Callable[[], object], words: str) -> bool:
        try:
            deed()
        except DeskError as error:
            self.decision.say(str(error))
            return False
        self.said.emit(words)
        self.banner.tell(words, "ok")
        self._next()
        return True

    def _next(self) -> None:
        """Go on to what waits next."""
        self.view = None
        self.refresh()
        self.queue.setFocus()

    def print_slip(self) -> None:
        """The print preview of the slip of what was approved last, or of the case shown (Ctrl+P)."""
        shown = self.view.case if self.view and self.view.case.state.standing else None
        case_id = shown.id if shown else self._approved
        if case_id is None:
            self.said.emit("审批单在同意支持以后打印。")
        else:
            self.print_wanted.emit(case_id, "slip")


def _at_once(view: DecisionView) -> bool:
    """Whether a case may be approved together with others: nothing to be looked at by itself."""
    waiting = view.open_flags or view.outdated or any(alarm.open for alarm in view.alarms)
    return not waiting and view.allowed.get(Action.APPROVE) is None
