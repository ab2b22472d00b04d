"""Methods that set where a bot's updates go."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from bot.playground.emulator.errors import Json, bad_request
from bot.playground.emulator.methods.registry import Call, Result, method
from bot.playground.emulator.updates import keep_allowed

_LOOPBACK = ("127.0.0.1", "localhost", "::1")


@method("setWebhook")
def set_webhook(call: Call) -> Result:
    """Let updates be posted to an address; an empty one is the same as deleteWebhook."""
    parameters = call.parameters
    url = parameters.text("url").strip()
    if not url:
        return delete_webhook(call)
    _check_address(url)
    secret = parameters.text("secret_token")
    if secret and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret):
        raise bad_request("secret token contains unallowed characters")
    rows = call.world.storage.bots
    keep_allowed(call)
    _drop_if_asked(call)
    rows.set_polled(call.bot.token)
    call.world.polled = True
    connections = parameters.integer("max_connections", 40)
    hook = {"url": url, "secret_token": secret, "max_connections": connections}
    rows.set_setting(call.bot.token, "webhook", hook)
    rows.set_setting(call.bot.token, "webhook_error", None)
    call.world.polls.wake(call.bot.token)
    call.world.webhooks.wake(call.bot.token)
    return True


@method("deleteWebhook")
def delete_webhook(call: Call) -> Result:
    """Keep updates for getUpdates again."""
    _drop_if_asked(call)
    call.world.storage.bots.set_setting(call.bot.token, "webhook", None)
    call.world.storage.bots.set_setting(call.bot.token, "webhook_error", None)
    call.world.webhooks.wake(call.bot.token)
    return True


@method("getWebhookInfo")
def get_webhook_info(call: Call) -> Json:
    """Tell where updates go and how many wait."""
    rows = call.world.storage.bots
    hook = rows.setting(call.bot.token, "webhook") or {"url": ""}
    info: Json = {
        "url": hook["url"],
        "has_custom_certificate": False,
        "pending_update_count": rows.count(call.bot.token),
    }
    if hook["url"]:
        info |= {"max_connections": hook["max_connections"], "ip_address": "127.0.0.1"}
    info |= rows.setting(call.bot.token, "webhook_error") or {}
    allowed = rows.setting(call.bot.token, "allowed_updates")
    if allowed:
        info["allowed_updates"] = allowed
    return info


def _check_address(url: str) -> None:
    """Take loopback addresses only: the playground calls nobody else. Raises BotApiError (400)."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise bad_request(f"bad webhook: {error}") from error
    if parts.scheme != "http" or host not in _LOOPBACK:
        raise bad_request("bad webhook: the playground posts to http:// on loopback only")


def _drop_if_asked(call: Call) -> None:
    if call.parameters.flag("drop_pending_updates"):
        call.world.storage.bots.clear(call.bot.token)
