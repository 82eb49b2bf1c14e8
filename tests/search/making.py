"""Stories, translations and terms for tests of the search."""

from tests import factories
from twinning.translation.models import GlossaryName, GlossaryTerm


def story(tree, title: str, **fields):
    return factories.StoryPageFactory(
        parent=fields.pop("parent", tree.stories), title=title, **fields
    )


def in_language(page, tree, code: str, **fields):
    """A live translation of a page."""
    made = page.copy_for_translation(tree.locales[code], copy_parents=True)
    for parent in made.get_ancestors().filter(depth__gt=1, live=False):
        parent.specific.save_revision().publish()
    for name, value in fields.items():
        setattr(made, name, value)
    made.save_revision().publish()
    return made


def term(kind: str = "term", **names: list[str]) -> None:
    made = GlossaryTerm.objects.create(kind=kind)
    for code, (text, *forms) in names.items():
        GlossaryName.objects.create(term=made, language=code, text=text, forms="\n".join(forms))
