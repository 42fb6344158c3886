"""The four roles. Kept apart from the person's record so that the sign-in window can show them without a database."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """What a person does in the bureau; exactly one role a person."""

    CASEWORKER = "caseworker"
    SUPERVISOR = "supervisor"
    CLERK = "clerk"
    ADMINISTRATOR = "administrator"

    @property
    def label(self) -> str:
        """The Chinese word on the screens."""
        return _LABELS[self]


_LABELS = {
    Role.CASEWORKER: "经办人",
    Role.SUPERVISOR: "审批人",
    Role.CLERK: "文印员",
    Role.ADMINISTRATOR: "管理员",
}
