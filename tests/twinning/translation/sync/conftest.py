"""A desk at which pages are published and translated, and a story on it."""

import pytest

from tests import factories
from tests.building import translated
from tests.twinning.translation.editing import committing_admin  # noqa: F401  (a fixture)
from tests.twinning.translation.sync.building import Desk, heading, paragraphs


@pytest.fixture
def desk(db, django_capture_on_commit_callbacks) -> Desk:
    """Where each change commits, and what waits for that is done."""
    return Desk(lambda: django_capture_on_commit_callbacks(execute=True))


@pytest.fixture
def story(tree, desk):
    """A story in English; its list is there in Dutch and Polish."""
    for code in ("nl", "pl"):
        translated(tree.stories, tree.locales[code], slug=f"stories-{code}")
    story = factories.StoryPageFactory(parent=tree.stories, title="A bench", slug="a-bench")
    body = [heading("The bench"), paragraphs("It stands in a park.", "It has tiles.")]
    return desk.publish(story, intro="Artists made a bench.", body=body)
