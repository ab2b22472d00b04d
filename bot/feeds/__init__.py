"""Fetching under limits, parsing, article extraction, OPML. httpx lives here."""
