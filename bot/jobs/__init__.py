"""The clock that finds what is due, and which process owns what."""
