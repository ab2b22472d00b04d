"""``python -m bot`` is the same as ``storywire``."""

from bot.app.main import main

if __name__ == "__main__":
    main()
