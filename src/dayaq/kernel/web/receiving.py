"""Receiving files: kept in memory up to the limit, and weighed to their end."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import MemoryFileUploadHandler


class WeighingUploadHandler(MemoryFileUploadHandler):
    """Drops what exceeds the limit but knows the size, so that the form can refuse the file.

    Django's own takes no part in a request over the limit: the file is then as good as not
    sent, and an optional scan would be lost without a word.
    """

    def handle_raw_input(self, *_args: Any, **_named: Any) -> None:
        self.activated = True

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start + len(raw_data) <= settings.FILE_UPLOAD_MAX_MEMORY_SIZE:
            super().receive_data_chunk(raw_data, start)
