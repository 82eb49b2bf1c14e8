"""Documents are what their names say: of a size that is allowed, and no page or picture inside."""

import zipfile
from collections.abc import Callable
from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MOST_BYTES = 20 * 1024 * 1024
#: What is looked at of a file that is text.
_HEAD = 64 * 1024
#: How markup begins that a browser would run, had somebody let it.
_MARKUP = (b"<!doctype", b"<html", b"<svg", b"<script", b"<?xml", b"<?php", b"<head", b"<body")
_MARK = b"\xef\xbb\xbf"

#: In an archive of each kind: a member that is there, and how it begins where that tells.
_MEMBERS = {
    "docx": ("word/document.xml", b""),
    "xlsx": ("xl/workbook.xml", b""),
    "odt": ("mimetype", b"application/vnd.oasis.opendocument.text"),
}


def check(file: Any) -> None:
    """Look at an uploaded file; its position is at the start afterwards.

    Raises:
        ValidationError: it is too large, empty, or not what its name says.
    """
    if file.size > MOST_BYTES:
        most = MOST_BYTES // 1024**2
        raise ValidationError(
            _("This file is too large: at most %(most)s MB are taken.") % {"most": most},
            code="too_large",
        )
    kind = PurePath(file.name).suffix.lower().removeprefix(".")
    file.seek(0)
    try:
        is_right = _KINDS.get(kind, _is_text)(file)
    finally:
        file.seek(0)
    if not is_right:
        raise ValidationError(
            _("This file is not what its name says: it is no %(kind)s file.") % {"kind": kind},
            code="wrong_kind",
        )


def _is_pdf(file: Any) -> bool:
    return b"%PDF-" in file.read(1024)  # ISO 32000, annex I: readers take it within so many bytes


def _is_archive(kind: str) -> Callable[[Any], bool]:
    member, beginning = _MEMBERS[kind]

    def looks_right(file: Any) -> bool:
        try:
            with zipfile.ZipFile(file) as archive, archive.open(member) as inside:
                return inside.read(100).startswith(beginning)
        except (zipfile.BadZipFile, KeyError, OSError, RuntimeError, NotImplementedError):
            return False  # broken, without it, encrypted, or packed as nobody packs

    return looks_right


def _is_text(file: Any) -> bool:
    head = file.read(_HEAD).removeprefix(_MARK)
    if not head.strip() or b"\0" in head:
        return False
    return not head.lstrip().lower().startswith(_MARKUP)


def _is_calendar(file: Any) -> bool:
    return bool(
        file.read(_HEAD).removeprefix(_MARK).lstrip().upper().startswith(b"BEGIN:VCALENDAR")
    )


_KINDS: dict[str, Callable[[Any], bool]] = {
    "pdf": _is_pdf,
    **{kind: _is_archive(kind) for kind in _MEMBERS},
    "csv": _is_text,
    "txt": _is_text,
    "ics": _is_calendar,
}
