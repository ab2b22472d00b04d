"""Photos and documents that come with a call: as an upload, or by the file_id of an earlier one."""

from __future__ import annotations

from pathlib import PurePosixPath

from bot.playground.emulator.errors import Json, bad_request
from bot.playground.emulator.files import StoredFile
from bot.playground.emulator.images import image_size
from bot.playground.emulator.methods.registry import Call
from bot.playground.emulator.parameters import Upload

MAX_PHOTO = 10 * 1024 * 1024
MAX_DOCUMENT = 50 * 1024 * 1024


def take_photo(call: Call, given: str, upload: Upload | None) -> Json:
    """Return the ``photo`` field of a message. Raises BotApiError (400)."""
    return {"photo": [_take(call, "photo", given, upload).body]}


def take_document(call: Call, given: str, upload: Upload | None) -> Json:
    """Return the ``document`` field of a message. Raises BotApiError (400)."""
    return {"document": _take(call, "document", given, upload).body}


def _take(call: Call, kind: str, given: str, upload: Upload | None) -> StoredFile:
    if given.startswith("attach://"):
        upload = call.parameters.files.get(given.removeprefix("attach://"))
        if upload is None:
            raise bad_request("wrong file identifier/HTTP URL specified")
    if upload is not None:
        return _keep_photo(call, upload) if kind == "photo" else _keep_document(call, upload)
    if not given:
        raise bad_request(f"there is no {kind} in the request")
    if given.startswith(("http://", "https://")):
        raise bad_request("failed to get HTTP URL content")  # the playground fetches nothing
    file = call.world.storage.files.get(call.bot.token, given)
    if file is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    if file.kind != kind:
        raise bad_request(f"can't use file of type {file.kind.title()} as {kind.title()}")
    return file


def _keep_photo(call: Call, upload: Upload) -> StoredFile:
    length = len(upload.data)
    if not length:
        raise bad_request("file must be non-empty")
    if length > MAX_PHOTO:
        raise bad_request(
            f"file of size {length} bytes is too big for a photo; "
            f"the maximum size is {MAX_PHOTO} bytes"
        )
    size = image_size(upload.data)
    if size is None:
        raise bad_request("IMAGE_PROCESS_FAILED")
    shorter, longer = sorted((size.width, size.height))
    if shorter + longer > 10_000 or longer > 20 * shorter:
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    body = {"width": size.width, "height": size.height}
    return call.world.storage.files.add(
        call.bot.token, "photo", body, suffix=f".{size.suffix}", data=upload.data
    )


def _keep_document(call: Call, upload: Upload) -> StoredFile:
    if not upload.data:
        raise bad_request("file must be non-empty")
    if len(upload.data) > MAX_DOCUMENT:
        raise bad_request(f"file is too big; the maximum size is {MAX_DOCUMENT} bytes")
    body = {"file_name": upload.name, "mime_type": upload.mime}
    suffix = PurePosixPath(upload.name).suffix
    safe = suffix if suffix[1:].isalnum() and suffix.isascii() else ""
    return call.world.storage.files.add(
        call.bot.token, "document", body, suffix=safe, data=upload.data
    )
