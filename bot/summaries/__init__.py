"""Sentence ranking (a sumy summarizer) and digest lines. Pure."""

from bot.summaries.digests import digest_line
from bot.summaries.ranking import fit, rank

__all__ = ["digest_line", "fit", "rank"]
