"""A country by its name, another name, pinyin initials or code, chosen from a list that follows the typing."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QStringListModel, Signal
from PySide6.QtWidgets import QCompleter, QLineEdit

from ui.fields import LineField
from ycdesk.calculation.facts import FactKind, FactSpec
from ycdesk.calculation.package import Country
from ycdesk.domain.entry_countries import CountryNames, country_names
from ycdesk.services.draft import CaseDraft

_GROUPS = (("rcep", "RCEP"), ("bri", "一带一路"), ("silk", "丝路电商"))


POPUP_WIDTH = 380
"""px; the column of a table is narrower than a country with its groups."""


def groups_on(country: Country, on: date | None) -> str:
    """The groups a country belongs to on a day, in words; without a day those it ever belongs to, and a reminder."""
    if not country.abroad:
        return "境内"
    if on is None:
        ever = _ever(country)
        return f"{ever}（以日期为准）" if ever else "不在 RCEP、一带一路、丝路电商名单内"
    found = [words for name, words in _GROUPS if country.in_group(name, on)]  # type: ignore[arg-type]
    day = on.isoformat()
    return f"{' · '.join(found)}（{day}）" if found else f"{day} 不在 RCEP、一带一路、丝路电商名单内"


def _ever(country: Country) -> str:
    """The groups to which a country belongs at some time."""
    return " · ".join(words for name, words in _GROUPS if getattr(country, name) is not None)


def groups_in(draft: CaseDraft, path: str) -> str:
    """The groups of the country at ``path`` on the first day of the form that is a fact; "" for any other fact."""
    value = draft.entry(path).value
    if draft.spec(path).kind is not FactKind.COUNTRY or not isinstance(value, str):
        return ""
    dates = [spec for spec in draft.form.header if spec.kind is FactKind.DATE]
    days = [draft.entry(f"facts.{spec.name}").value for spec in dates]
    on = next((date.fromisoformat(day) for day in days if isinstance(day, str)), None)
    country = draft.package.countries.get(value)
    return groups_on(country, on) if country else ""


class CountryCompleter(QCompleter):
    """Completes a line edit from the package's countries; the list shows name, initials and groups.

    Signals:
        chosen(str): the name of the country that was taken from the list.
    """

    chosen = Signal(str)

    def __init__(self, edit: QLineEdit, draft: CaseDraft) -> None:
        super().__init__(edit)
        self._draft = draft
        self._found: list[Country] = []
        self._lines = QStringListModel(self)
        self.setModel(self._lines)
        self.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self.setMaxVisibleItems(9)
        self.popup().setProperty("kind", "popup")
        self.popup().setMinimumWidth(POPUP_WIDTH)
        self.popup().setAccessibleName("国家（地区）列表")
        edit.textEdited.connect(self._look_up)
        edit.setCompleter(self)
        self.activated.connect(self.chosen)

    def pathFromIndex(self, index: QModelIndex | QPersistentModelIndex) -> str:  # noqa: N802
        """The name of the country in a line of the list."""
        return self._found[index.row()].name

    def splitPath(self, path: str) -> list[str]:  # noqa: N802
        """Everything typed is one piece."""
        return [path]

    def choose(self) -> bool:
        """Take the line under the cursor, or the first, while the list is open; False when it is not."""
        if not self.popup().isVisible() or not self._found:
            return False
        row = max(self.popup().currentIndex().row(), 0)
        self.popup().hide()
        self.chosen.emit(self._found[row].name)
        return True

    def _look_up(self, text: str) -> None:
        names: CountryNames = country_names(self._draft.package)  # which may have become another one by now
        self._found = names.matching(text)
        shorts = names.initials
        self._lines.setStringList(
            [f"{country.name}　{shorts[country.alpha2][0]}　{_ever(country)}" for country in self._found]
        )


class CountryField(LineField):
    """A country in a form."""

    def __init__(self, spec: FactSpec, draft: CaseDraft) -> None:
        super().__init__(spec)
        self.edit.setPlaceholderText("名称、拼音首字母或代码")
        self.completer = CountryCompleter(self.edit, draft)
        self.completer.chosen.connect(self._chosen)
        self.edit.entered.connect(self.completer.choose)

    def _chosen(self, name: str) -> None:
        self.edit.setText(name)
        self.edited.emit(name)
