"""What goes wrong below HTTP, in words a person can act on."""

from __future__ import annotations

import os
import ssl

import httpcore
import httpx

from bot.domain.errors import FetchError, FetchFailed, FetchInsecure, FetchTimeout, Step

_EXPIRED, _SELF_SIGNED, _WRONG_NAME = {10}, {18, 19}, {62, 64}
_NOT_YET, _UNKNOWN_ISSUER = {9}, {2, 20, 21}
_CERTIFICATE = (  # OpenSSL's X509_V_ERR_* numbers, and what they mean to a reader
    (_EXPIRED, "its certificate has expired. Its owner must renew it."),
    (_NOT_YET, "its certificate is not valid yet. Check this machine's clock."),
    (_SELF_SIGNED, "it signed its certificate itself, so anybody could have."),
    (_WRONG_NAME, "its certificate is for another name. Check the spelling of the address."),
    (_UNKNOWN_ISSUER, "nobody we know vouches for its certificate, or its chain is incomplete."),
)
_TRY_HTTP = "If you trust the way there, try its http:// address."
_NO_TLS = {"WRONG_VERSION_NUMBER", "HTTP_REQUEST", "RECORD_LAYER_FAILURE", "UNKNOWN_PROTOCOL"}
_OLD_TLS = {
    "UNSUPPORTED_PROTOCOL",
    "TLSV1_ALERT_PROTOCOL_VERSION",
    "SSLV3_ALERT_HANDSHAKE_FAILURE",
    "DH_KEY_TOO_SMALL",
    "CA_MD_TOO_WEAK",
    "EE_KEY_TOO_SMALL",
    "NO_SUITABLE_SIGNATURE_ALGORITHM",
}


def insecure(host: str, cause: BaseException | None) -> FetchInsecure:
    """Return the error of a TLS handshake that failed by ``cause``."""
    if isinstance(cause, ssl.SSLCertVerificationError):
        code = cause.verify_code
        words = next((text for codes, text in _CERTIFICATE if code in codes), None)
        words = words or f"its certificate is not good ({cause.verify_message})."
        return FetchInsecure(f"{host} cannot be trusted: {words} {_TRY_HTTP}")
    reason = (cause.reason or "") if isinstance(cause, ssl.SSLError) else ""
    if reason in _NO_TLS:
        return FetchInsecure(f"{host} speaks no TLS at this port. Try its http:// address.")
    if reason in _OLD_TLS:
        return FetchInsecure(f"{host} knows only a TLS that is not safe any more. {_TRY_HTTP}")
    detail = f" ({reason})" if reason else ""
    return FetchInsecure(f"{host} broke off while TLS was agreed upon{detail}. {_TRY_HTTP}")


def failure(host: str, error: Exception) -> FetchError:
    """Return our error for one of httpx, or for the deadline's TimeoutError."""
    later = "It is tried again later."
    if isinstance(error, TimeoutError | httpx.TimeoutException):
        return FetchTimeout(f"{host} did not answer in time. {later}")
    if isinstance(error, httpx.ConnectError):
        return FetchFailed(f"{host} cannot be connected to: {_reason(error)}. {later}")
    if isinstance(error, httpx.InvalidURL):
        return FetchFailed(f"{host}: the address cannot be asked for.", step=Step.ADDRESS)
    if _is_protocol(error):
        return FetchFailed(f"{host} does not speak HTTP as it should: {_reason(error)}. {later}")
    return FetchFailed(f"{host} broke the exchange off: {_reason(error)}. {later}")


def _is_protocol(error: Exception) -> bool:
    cause = error.__cause__
    return isinstance(cause, httpcore.ProtocolError) and not _broken_off(str(error))


def _broken_off(reason: str) -> bool:
    return "isconnected" in reason or "peer closed" in reason


def _reason(error: BaseException) -> str:
    """Return the reason at the root: libraries wrap the system's error in ones of fewer words."""
    chain = [error]
    while below := chain[-1].__cause__ or chain[-1].__context__:
        chain.append(below)
    for link in chain:
        if isinstance(link, OSError) and link.errno and not isinstance(link, ssl.SSLError):
            return os.strerror(link.errno)
    worded = (str(link).strip().rstrip(".")[:120] for link in chain)
    return next(filter(None, worded), "the connection was closed")
