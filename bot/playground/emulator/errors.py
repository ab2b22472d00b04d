"""What the emulator refuses: the bot's calls in Telegram's words, people's calls in ours."""

from __future__ import annotations

from typing import Any, TypeAlias

from bot.domain.errors import StorywireError

Json: TypeAlias = dict[str, Any]
"""An object of the Bot API, as it goes over the wire."""


class BotApiError(StorywireError):
    """A Bot API call is refused with an HTTP status and Telegram's description of it."""

    def __init__(self, code: int, description: str, parameters: Json | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def body(self) -> Json:
        """Return the answer's JSON object."""
        answer: Json = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            answer["parameters"] = self.parameters
        return answer


class PeopleError(StorywireError):
    """A call of the people's side is refused with a 4xx status; the text says what to mend."""

    def __init__(self, text: str, status: int = 400) -> None:
        super().__init__(text)
        self.status = status


def bad_request(reason: str, parameters: Json | None = None) -> BotApiError:
    """Return Telegram's 400 with a reason."""
    return BotApiError(400, f"Bad Request: {reason}", parameters)


def forbidden(reason: str) -> BotApiError:
    """Return Telegram's 403 with a reason."""
    return BotApiError(403, f"Forbidden: {reason}")


def too_many_requests(retry_after: int) -> BotApiError:
    """Return Telegram's 429; ``retry_after`` is in seconds."""
    text = f"Too Many Requests: retry after {retry_after}"
    return BotApiError(429, text, {"retry_after": retry_after})


def migrated(new_id: int) -> BotApiError:
    """Return the 400 of a group that became the supergroup ``new_id``."""
    reason = "group chat was upgraded to a supergroup chat"
    return bad_request(reason, {"migrate_to_chat_id": new_id})
