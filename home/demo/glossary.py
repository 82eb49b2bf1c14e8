"""The glossary of a first run: what our terms and places are called in the five languages."""

from django.conf import settings
from django.db import transaction

from home.demo import source
from twinning.translation.models import GlossaryName, GlossaryTerm

KINDS = {"terms": GlossaryTerm.Kind.TERM, "places": GlossaryTerm.Kind.PLACE}


@transaction.atomic
def load_glossary() -> None:
    """Make all entries, unless there are some."""
    if GlossaryTerm.objects.exists():
        return
    written = source.glossary()
    for heading, kind in KINDS.items():
        for entry in written[heading]:
            term = GlossaryTerm.objects.create(kind=kind, note=entry.get("note", ""))
            GlossaryName.objects.bulk_create(names(term, entry))


def names(term: GlossaryTerm, entry: dict[str, list[str]]) -> list[GlossaryName]:
    """The names of a term as they are written, in the order of the site's languages."""
    return [
        GlossaryName(
            term=term,
            language=code,
            text=entry[code][0],
            forms="\n".join(entry[code][1:]),
            sort_order=position,
        )
        for position, (code, _label) in enumerate(settings.LANGUAGES)
        if code in entry
    ]
