"""What the users of a load are told of the site. They know no Django."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

HOST = "twinning.example"


@dataclass(frozen=True)
class Editor:
    """Somebody who publishes one page again and again, each time with a number in its title."""

    name: str
    password: str
    token: str
    language: str
    page_id: int
    path: str


@dataclass(frozen=True)
class Plan:
    """What users need to know.

    Args:
        paths: of all pages, by language.
        forms: primary keys of the pages for enquiries, by language.
        editors: one for each language.
    """

    paths: dict[str, list[str]]
    forms: dict[str, int]
    editors: list[Editor]

    def write(self, file: Path) -> Path:
        """As JSON, which `read` reads."""
        file.write_text(json.dumps(asdict(self)), encoding="utf-8")
        return file


def read(file: Path) -> Plan:
    """A plan that was written."""
    found = json.loads(file.read_text(encoding="utf-8"))
    return Plan(**{**found, "editors": [Editor(**one) for one in found["editors"]]})
