"""Bot API emulator, newsroom, chat page. Loopback only."""
