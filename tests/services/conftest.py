"""A bureau on either engine, copied from a template that is made once."""

from tests.bureau_copies import bureau, postgres_bureau, sqlite_bureau

__all__ = ["bureau", "postgres_bureau", "sqlite_bureau"]
