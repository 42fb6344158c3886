"""What a caseworker does between the counter and the submission, as one menu beside 提交审批 (F9)."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QMenu, QWidget

from ui import dialogs
from ui.deed_dialog import DeedDialog, hold
from ui.intake_dialogs import StepDialog, SupplementDialog, receiving, rejecting, supplying
from ui.rail import places_of
from ui.steps import steps_words
from ycdesk.domain.case import Case
from ycdesk.domain.clock import due_in
from ycdesk.domain.history import Stage
from ycdesk.domain.people import Person
from ycdesk.domain.states import Action
from ycdesk.domain.workflow import allowed
from ycdesk.services.bureau_settings import stage_limits
from ycdesk.services.calendar import working_days
from ycdesk.services.case_history import stages_of
from ycdesk.services.intake import accept, lapse, steps_of
from ycdesk.services.office import Office

_WORDS = {
    Action.RECEIVE: "接收材料…",
    Action.REQUEST_SUPPLEMENT: "通知补正…",
    Action.SUPPLY: "登记补正…",
    Action.LAPSE: "视为放弃",
    Action.ACCEPT: "受理",
    Action.REJECT: "不予受理…",
    Action.RECORD: "核查记录…",
}
LETTERS = "letters"
"""What the dossier asks the window for where it is not one of the two forms: the printing centre."""
Do = Callable[[Callable[[], object], str], None]
"""Does a deed of the page: errors as sentences, then the page is read anew and says the words."""


def intake_menu(parent: QWidget, office: Office, person: Person, case: Case, version: int, do: Do) -> QMenu:
    """The menu with what may be done now, and what is known of the case at its end."""
    menu = QMenu(parent)
    can = allowed(case, person)
    for action, words in _WORDS.items():
        if can[action] is None:
            entry = menu.addAction(words)
            entry.triggered.connect(
                lambda _=False, action=action: perform(parent, office, person, case, version, action, do)
            )
    if menu.actions():
        menu.addSeparator()
    menu.addAction("办理经过和时长…").triggered.connect(lambda: dialogs.tell(parent, case.number, story(office, case)))
    return menu


def add_letters(menu: QMenu, person: Person, wanted: Callable[[str], object]) -> None:
    """The way to the letters of a case, for those who have the printing centre; ``wanted`` gets :data:`LETTERS`."""
    if any(place.id == "printing" for place in places_of([person.role])):
        menu.addAction("打印文书…").triggered.connect(lambda: wanted(LETTERS))


def perform(parent: QWidget, office: Office, person: Person, case: Case, version: int, action: Action, do: Do) -> None:
    """One entry of the menu."""
    seen = (case.id, version)
    if action is Action.ACCEPT:
        do(lambda: accept(office, person, *seen), f"{case.number} 已受理。")
    elif action is Action.LAPSE:
        if dialogs.ask(parent, "视为放弃申请？", f"补正期限 {case.supplement_due} 已过。", "视为放弃", danger=True):
            do(lambda: lapse(office, person, *seen), f"{case.number} 视为放弃。")
    else:
        dialog = _dialog(parent, office, person, case, version, action)
        if hold(dialog):
            do(lambda: None, f"{case.number} {action.label}，已登记。")


def _dialog(parent: QWidget, office: Office, person: Person, case: Case, version: int, action: Action) -> DeedDialog:
    match action:
        case Action.RECEIVE:
            return receiving(parent, office, person, case, version)
        case Action.REQUEST_SUPPLEMENT:
            return SupplementDialog(parent, office, person, case, version)
        case Action.SUPPLY:
            return supplying(parent, office, person, case, version)
        case Action.REJECT:
            return rejecting(parent, office, person, case, version)
        case _:
            return StepDialog(parent, office, person, case, steps_words(steps_of(office, case.id)))


def story(office: Office, case: Case) -> str:
    """The recorded steps and the days in each stage, in words."""
    steps = steps_words(steps_of(office, case.id))
    return "\n\n".join(part for part in (stages_words(office, stages_of(office, case.id), case), steps) if part)


def stages_words(office: Office, stages: list[Stage], case: Case) -> str:
    """One line a stage: since when, how long, and by how much the present one is late."""
    calendar, limits, now = working_days(office), stage_limits(office), office.clock()
    lines = []
    for stage in stages:
        until = stage.until or now
        worked = calendar.working_days_between(stage.since.date(), until.date()) if until > stage.since else 0
        lines.append(f"{stage.since:%Y-%m-%d %H:%M}　{stage.state.label}　{worked} 个工作日　{stage.by}")
    due = due_in(case.state, case.state_since, now.date(), calendar, limits) if stages else None
    if due is not None and due.late:
        lines.append(f"! 现在的环节期限 {due.day}，已超 {due.late} 个工作日")
    return "\n".join(lines)
