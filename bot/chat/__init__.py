"""python-telegram-bot handlers, cards, keyboards, texts, QR. telegram is imported only here."""
