"""One function per deed, each one transaction and one event; and Qt-free view-models."""
