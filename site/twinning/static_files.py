"""Static files as production serves them: named by their content, a style sheet in one piece."""

import re
from collections.abc import Iterator
from typing import Any

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

#: An import of a file beside the one that imports it.
_IMPORT = re.compile(r"""@import url\("([\w-]+\.css)"\);""")


class StaticFilesStorage(CompressedManifestStaticFilesStorage):
    """As WhiteNoise's; what a style sheet imports becomes a part of it.

    A browser would ask for the imported file only when it has read the first one.
    """

    def post_process(self, paths: dict[str, Any], *args: Any, **options: Any) -> Iterator[Any]:
        """As Django's, of style sheets that import nothing; yields what that yields."""
        for name, (storage, path) in list(paths.items()):
            if name.endswith(".css"):
                with storage.open(path) as source:
                    words = source.read().decode()
                whole = words
                for found in _IMPORT.finditer(words):
                    whole = whole.replace(found[0], self._imported(name, found[1], paths))
                if whole != words:
                    self.delete(name)
                    self.save(name, ContentFile(whole.encode()))
                    paths[name] = (self, name)
        yield from super().post_process(paths, *args, **options)

    @staticmethod
    def _imported(importing: str, name: str, paths: dict[str, Any]) -> str:
        storage, path = paths[f"{importing.rpartition('/')[0]}/{name}"]
        with storage.open(path) as source:
            return str(source.read().decode())
