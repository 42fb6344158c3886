"""What the bureau has ruled on points that the policy leaves open (裁定), as far as a calculation needs it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Ruled:
    """The rulings that govern one case. Empty: the package's readings are in force and no number is supplied."""

    readings: Mapping[str, str] = field(default_factory=dict)
    """Id of a reading → the alternative chosen."""
    city_percents: Mapping[str, int] = field(default_factory=dict)
    """County code → the city's part in per cent, where 第十条(二) gives no ratio."""
    rates: Mapping[str, int] = field(default_factory=dict)
    """Measure id → per cent of the cost, where the clause gives no rate (五(一))."""
    documents: Mapping[str, str] = field(default_factory=dict)
    """Measure id or county code → the document that rules it, as the steps cite it."""


NOTHING_RULED = Ruled()
