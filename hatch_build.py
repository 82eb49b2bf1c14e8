"""Compiles the catalogues into the wheel, where Django looks for those of an app."""

from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import polib
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CatalogueHook(BuildHookInterface[Any]):
    """A hook of the wheel: each `.po` file of `locale/` becomes a `.mo` of `twinning/locale/`."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile; an editable install has none, and takes the site's own."""
        if version == "editable":
            return
        source, made = Path(self.root, "locale"), Path(mkdtemp(prefix="catalogues-"))
        for po_path in sorted(source.rglob("*.po")):
            inner = po_path.relative_to(source).with_suffix(".mo")
            mo_path = made / inner
            mo_path.parent.mkdir(parents=True)
            polib.pofile(str(po_path)).save_as_mofile(str(mo_path))
            build_data["force_include"][str(mo_path)] = f"twinning/locale/{inner.as_posix()}"
