"""Compile the gettext catalogues without gettext's own tools, which a machine may not have."""

from pathlib import Path
from typing import Any

import polib
from django.conf import settings
from django.core.management import BaseCommand


class Command(BaseCommand):
    """Compile each `.po` below LOCALE_PATHS to a `.mo` beside it, unless that is newer."""

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        for folder in settings.LOCALE_PATHS:
            for po_path in sorted(Path(folder).rglob("*.po")):
                if self.compile(po_path) and options["verbosity"]:
                    self.stdout.write(f"compiled {po_path}")

    @staticmethod
    def compile(po_path: Path) -> bool:
        """Compile one catalogue; False where the compiled one is already newer."""
        mo_path = po_path.with_suffix(".mo")
        if mo_path.exists() and mo_path.stat().st_mtime >= po_path.stat().st_mtime:
            return False
        polib.pofile(str(po_path)).save_as_mofile(str(mo_path))
        return True
