"""Sentence ranking (a sumy summarizer) and digest lines. Pure."""
