"""The same hands and answers as for single screens."""

from tests.ui.conftest import answers, dressed, hands

__all__ = ["answers", "dressed", "hands"]
