"""Engine, sessions, migrations and queries for SQLite and PostgreSQL."""
