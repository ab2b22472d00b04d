"""The parameters of a call: query, form, multipart or JSON, read into one mapping."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from email.message import Message
from typing import Any, NamedTuple
from urllib.parse import parse_qsl

from starlette.requests import Request

from bot.playground.emulator.errors import BotApiError, bad_request

MAX_BODY = 52 * 1024 * 1024
"""Bytes of a request: 50 MB of upload and what goes around it."""


class Upload(NamedTuple):
    """A file that came with a call."""

    name: str
    mime: str
    data: bytes


class Parameters:
    """Typed access to a call's parameters, as lenient as the Bot API server is."""

    def __init__(self, values: Mapping[str, Any], files: Mapping[str, Upload]) -> None:
        self.values = values
        self.files = files

    def has(self, name: str) -> bool:
        """Tell whether a parameter was given at all."""
        return self.values.get(name) is not None

    def text(self, name: str) -> str:
        """Return a parameter as text, empty where it is absent."""
        value = self.values.get(name)
        if value is None:
            return ""
        return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)

    def integer(self, name: str, default: int = 0) -> int:
        """Return a whole number, ``default`` where it is absent or none."""
        value = self.values.get(name)
        if isinstance(value, str) and re.fullmatch(r"\s*[+-]?[0-9]{1,18}\s*", value):
            return int(value)
        return whole(value, default)

    def flag(self, name: str) -> bool:
        """Return a truth value; ``true``, ``yes`` and ``1`` are true."""
        value = self.values.get(name)
        return value is True or str(value).strip().lower() in ("true", "yes", "1")

    def json(self, name: str) -> Any:  # noqa: ANN401 - JSON is what the bot made of it
        """Return a parameter that is JSON, None where absent or empty. Raises BotApiError (400)."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        if not value.strip():
            return None
        try:
            return loads(value)
        except ValueError as error:
            raise bad_request(f"can't parse {name} JSON object") from error


def whole(value: object, default: int = 0) -> int:
    """Return a JSON value that is a whole number of at most 63 bits, ``default`` otherwise."""
    if isinstance(value, int | float) and abs(value) < 2**63 and value == int(value):
        return int(value)
    return default


def loads(text: str | bytes) -> Any:  # noqa: ANN401 - JSON is what somebody made of it
    """Return the value of a JSON text that UTF-8 can carry back. Raises ValueError."""
    try:
        value = json.loads(text, parse_constant=_refuse)
        json.dumps(value, ensure_ascii=False).encode()  # a lone surrogate has no UTF-8
    except RecursionError as error:
        raise ValueError("it is nested too deep") from error
    return value


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no JSON")


async def read_parameters(request: Request) -> Parameters:
    """Read the parameters of a call. Raises BotApiError (400, 413), ClientDisconnect."""
    values: dict[str, Any] = dict(request.query_params)
    files: dict[str, Upload] = {}
    body = await _body(request)
    if body:
        header = Message()
        header["content-type"] = request.headers.get("content-type", "")
        kind = header.get_content_type()
        if kind == "multipart/form-data":
            fields, files = _multipart(body, str(header.get_param("boundary") or ""))
            values.update(fields)
        elif kind == "application/json":
            values.update(_json_object(body))
        else:
            values.update(_form(body))
    return Parameters(values, files)


async def _body(request: Request) -> bytes:
    chunks: list[bytes] = []
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > MAX_BODY:
            raise BotApiError(413, "Request Entity Too Large")
        chunks.append(chunk)
    return b"".join(chunks)


def _json_object(body: bytes) -> dict[str, Any]:
    try:
        parsed = loads(body)
    except ValueError as error:
        raise bad_request("can't parse request body as JSON") from error
    if not isinstance(parsed, dict):
        raise bad_request("can't parse request body: expected an Object")
    return parsed


def _form(body: bytes) -> dict[str, str]:
    try:
        return dict(parse_qsl(body.decode(), keep_blank_values=True, errors="strict"))
    except ValueError as error:
        raise bad_request("strings must be encoded in UTF-8") from error


def _multipart(body: bytes, boundary: str) -> tuple[dict[str, str], dict[str, Upload]]:
    """Part a multipart body (RFC 7578). The whole of it is in memory, so splitting is enough."""
    if not boundary:
        raise bad_request("can't parse multipart body: no boundary")
    fields: dict[str, str] = {}
    files: dict[str, Upload] = {}
    parts = (b"\r\n" + body).split(b"\r\n--" + boundary.encode("latin-1"))
    if not parts[-1].startswith(b"--"):
        raise bad_request("can't parse multipart body: it ends too early")
    for part in parts[1:-1]:
        head, separator, data = part.partition(b"\r\n\r\n")
        if not separator:
            raise bad_request("can't parse multipart body: a part has no header")
        header = Message()
        for line in head.decode("utf-8", "replace").split("\r\n"):
            name, _, value = line.partition(":")
            if value:
                header[name.strip()] = value.strip()
        field = header.get_param("name", header="content-disposition")
        filename = header.get_filename()
        if not isinstance(field, str) or not field:
            raise bad_request("can't parse multipart body: a part has no name")
        if filename is not None:
            files[field] = Upload(filename, header.get_content_type(), data)
        else:
            fields[field] = _utf8(data)
    return fields, files


def _utf8(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise bad_request("strings must be encoded in UTF-8") from error
