"""What is made from the sources before they run: catalogues and hashed static files.

`make` runs it after a change; the wheel is built by the same step (hatch_build.py), so an
installed package needs no compiler and no network.
"""

from __future__ import annotations

import sys
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent


def compile_catalogues(package: Path = PACKAGE) -> list[Path]:
    """Compile every .po of the package with Babel; return the .mo files."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    made = []
    for po in sorted((package / "locale").glob("*/LC_MESSAGES/*.po")):
        with po.open("rb") as source:
            catalogue = read_po(source)
        mo = po.with_suffix(".mo")
        with mo.open("wb") as target:
            write_mo(target, catalogue)
        made.append(mo)
    return made


def collect_static(package: Path = PACKAGE) -> Path:
    """Copy the static files under names that carry their hash, with compressed copies."""
    import django
    from django.conf import settings
    from django.core.management import call_command

    root = package / "site" / "static_root"
    if not settings.configured:
        settings.configure(
            INSTALLED_APPS=["django.contrib.staticfiles", "django_htmx"],
            STATIC_URL="/static/",
            STATIC_ROOT=root,
            STATICFILES_DIRS=[package / "web" / "static"],
            STORAGES={
                "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
                "staticfiles": {
                    "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
                },
            },
        )
        django.setup()
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    return root


def main() -> int:
    """Build both."""
    compile_catalogues()
    collect_static()
    return 0


if __name__ == "__main__":
    sys.exit(main())
