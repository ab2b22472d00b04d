"""Whole databases copied: to a file and back, and from SQLite to PostgreSQL.

Rows are read in the order of their keys, written in bulk within one transaction, and compared with
what was written before that is committed.
"""
