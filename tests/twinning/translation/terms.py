"""Entries of the glossary, written shortly."""

from twinning.translation.models import GlossaryName, GlossaryTerm


def term(kind: str, note: str = "", /, **names: str) -> GlossaryTerm:
    """An entry: `term("place", en="Prague", pl="Praga, Pragi, Pradze")`, other forms behind it."""
    made = GlossaryTerm.objects.create(kind=kind, note=note)
    for position, (language, written) in enumerate(names.items()):
        text, *forms = written.split(", ")
        GlossaryName.objects.create(
            term=made, language=language, text=text, forms="\n".join(forms), sort_order=position
        )
    return made
