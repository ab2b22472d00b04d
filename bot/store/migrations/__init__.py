"""Alembic's environment and one module for each step of the schema."""
