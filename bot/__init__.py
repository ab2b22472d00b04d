"""Storywire: a news bot for Telegram that people run themselves."""

__version__ = "0.1.0"
