"""Frozen values, ports and the error tree. Standard library only; every room may import it."""
