"""Asking the network: guarded addresses, limits, politeness, robots.txt, the model's API."""
