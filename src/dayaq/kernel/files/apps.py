"""The file store as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FilesConfig(AppConfig):
    name = "dayaq.kernel.files"
    label = "files"
    verbose_name = _("Files")

    def ready(self) -> None:
        from dayaq.kernel import guards

        guards.append_only("files_storedfile", "A stored file never changes")
