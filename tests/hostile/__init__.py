"""Hostile and broken input, each with the clear error it must give, in bounded time and memory.

``python -m tests.hostile`` prints the table with what came of each. The cases stand in ``table``.
"""
