"""Schema, migrations and queries. SQL lives here."""
