"""How long who takes a message has it."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

LEASE: Final = timedelta(seconds=10)
"""Who takes a message to send it has it for so long, and renews that while it is at work.

When it passes the taker is taken to be dead, and another sends the message: a call to Telegram
ends sooner, or the message is as likely to have been sent as not.
"""
RENEW: Final = LEASE / 4
"""How often a lease is renewed."""
