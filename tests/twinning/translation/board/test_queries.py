"""The board costs the same for any number of pages, and twelve queries at most."""

from uuid import uuid4

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from stories.models import StoryPage
from tests import factories
from tests.twinning.translation.board.conftest import BOARD, group_of
from towns.rights import provide
from twinning.translation.models import TranslationState
from twinning.translation.rights import registry

pytestmark = pytest.mark.django_db

MOST = 12
#: Pages by the thousand: below English stories, and half of them in Polish.
MANY = 2_500


def fill(tree, numbers: range) -> None:
    """Stories below the list of stories, each in two languages, the second in every state."""
    kind = ContentType.objects.get_for_model(StoryPage)
    polish = tree.stories.get_translation(tree.locales["pl"])
    made: list[Page] = []
    keys = [uuid4() for _ in numbers]
    for parent in (tree.stories, polish):
        for count, key in zip(numbers, keys, strict=True):
            made.append(
                Page(
                    path=Page._get_path(parent.path, parent.depth + 1, 1000 + count),
                    depth=parent.depth + 1,
                    title=f"Story {count}",
                    draft_title=f"Story {count}",
                    slug=f"story-{count}",
                    url_path=f"{parent.url_path}story-{count}/",
                    translation_key=key,
                    locale=parent.locale,
                    content_type=kind,
                    live=parent is tree.stories or count % 5 != 0,
                )
            )
    Page.objects.bulk_create(made, batch_size=500)
    TranslationState.objects.bulk_create(
        [
            TranslationState(
                page=page,
                method="original" if page.locale_id == tree.stories.locale_id else "human",
                stale_segments=index % 3,
                stale_words=index % 3 * 7,
                machine_segments=index % 7 == 0,
            )
            for index, page in enumerate(made)
        ],
        batch_size=500,
    )
    if connection.vendor == "postgresql":
        # As PostgreSQL itself does soon after; not in a transaction that nobody else sees.
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


@pytest.fixture
def crowded(pages, people, tree, monkeypatch) -> None:
    """The list of stories in Polish too; the rooms' own teams, and an enquiry that is new."""
    tree.stories.copy_for_translation(tree.locales["pl"])
    team = people["almelo"].groups.get()
    key = str(tree.almelo.translation_key)
    factories.TownTeamFactory(group=team, town_key=key, language="nl")
    monkeypatch.setattr(registry._registered, "provider", provide)
    factories.EnquiryFactory(town_key=tree.almelo.translation_key)


ADDRESSES = [
    "",
    "?p=2",
    "?p=49",
    "?p=999",
    "?state=to-do",
    "?state=missing&language=pl",
    "?state=stale&language=pl&p=3",
    "?state=machine",
    "?language=mine&state=to-do",
    "?q=story",
    "?town={town}",
    "?kind={kind}&q=story&state=draft&town={town}",
]


def asked(client, tree) -> dict[str, int]:
    """The queries of each address, once everything that is kept by the process is there."""
    kind = ContentType.objects.get_for_model(StoryPage).pk
    town = tree.almelo.translation_key
    counts: dict[str, int] = {}
    client.get(BOARD)
    for address in ADDRESSES:
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(BOARD + address.format(kind=kind, town=town))
        assert answer.status_code == 200
        counts[address] = len(captured)
    return counts


@pytest.mark.parametrize("name", ["admin", "almelo", "translator", "administrator"])
def test_five_thousand_pages_cost_what_fifty_do(
    client_of, people, tree, crowded, name, django_user_model
) -> None:
    root = Page.get_first_root_node()
    group = group_of("administrators", (root, "add change publish bulk_delete lock unlock"))
    people["administrator"] = django_user_model.objects.create_user("administrator", "", "x")
    people["administrator"].groups.add(group)
    client = client_of(name)
    fill(tree, range(25))
    few = asked(client, tree)
    fill(tree, range(25, MANY))
    assert Page.objects.count() > 2 * MANY
    many = asked(client, tree)
    assert many == few
    assert max(many.values()) <= MOST, many


def test_all_of_them_are_there(client_of, tree, crowded) -> None:
    fill(tree, range(120))
    answer = client_of("admin").get(f"{BOARD}?p=2&q=story")
    assert answer.context["paginator"].count == 120
    assert len(list(answer.context["page_obj"])) == 50
