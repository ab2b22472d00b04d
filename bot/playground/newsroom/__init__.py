"""The newsroom: stories of our own, served as real feeds and article pages over HTTP."""

from bot.playground.newsroom.desk import Newsroom

__all__ = ["Newsroom"]
