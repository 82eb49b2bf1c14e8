"""What is shown: the newest draft, as the site shows pages, to somebody without an account."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import gettext
from wagtail.models import Page

from tests import factories
from tests.stories.sharing.conftest import (  # noqa: F401  (fixtures)
    _slowly,
    send,
    share_page,
    shared,
)
from tests.twinning.translation.editing import submit, translate, translation_of
from tests.twinning.translation.review.conftest import DRAFTED, PUBLISHED, client_of
from twinning.translation.review import links

pytestmark = pytest.mark.django_db


def frame(path: str, client: Client | None = None) -> str:
    answer = (client or Client()).get(f"{path}page/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_draft_is_shown_and_the_public_page_stays(path, story) -> None:
    html = frame(path)
    assert DRAFTED in html and "<h1>Two benches</h1>" in html and PUBLISHED not in html
    assert PUBLISHED in Client().get(story.url).content.decode()
    outer = Client().get(path).content.decode()
    assert gettext("Draft – not public") in outer and "Two benches" in outer
    assert f'src="{path}page/"' in outer
    story.get_latest_revision().publish()
    assert gettext("This version is public") in Client().get(path).content.decode()


def test_a_page_that_was_never_public_is_shown(tree, editor) -> None:
    story = factories.StoryPageFactory(parent=tree.stories, live=False, intro=DRAFTED)
    story.save_revision()
    path = links.path_of(links.make(story, editor, 1))
    assert Client().get(story.url).status_code == 404
    assert DRAFTED in frame(path)
    assert Client().get(story.url).status_code == 404


def test_an_editor_sees_what_everybody_sees(path, editor, admin_client) -> None:
    plain = frame(path)
    for client in (client_of(editor), admin_client):
        assert frame(path, client) == plain
        assert "userbar" not in Client().get(path).content.decode()
    assert "userbar" not in plain and "language-offer" not in plain


def test_what_is_in_it_leads_out_of_the_frame_and_sends_nothing(tree, editor) -> None:
    page = factories.EnquiryPageFactory(parent=tree.home)
    html = frame(links.path_of(links.make(page, editor, 1)))
    for attributes in re.findall(r"<a\b([^>]*)>", html):
        assert ('href="#' in attributes) != ('target="_top"' in attributes), attributes
    assert re.findall(r'<button\b[^>]*type="submit"', html)
    for button in re.findall(r'<button\b[^>]*type="submit"[^>]*>', html):
        assert "disabled" in button


def test_addresses_that_are_queries_belong_to_the_page(tree, editor) -> None:
    factories.StoryPageFactory.create_batch(30, parent=tree.stories)
    html = frame(links.path_of(links.make(tree.stories, editor, 1)))
    assert 'href="?' not in html
    assert f'target="_top" href="{tree.stories.url}?page=2"' in html


def test_looking_writes_nothing(path) -> None:
    for address in (path, f"{path}page/"):
        for method in ("get", "head"):
            with CaptureQueriesContext(connection) as captured:
                getattr(Client(), method)(address)
            asked = [query["sql"].lstrip("(") for query in captured]
            written = [sql for sql in asked if not sql.startswith(("SELECT", "WITH"))]
            assert written == []
        assert Client().put(address).status_code == 405
    assert Client().post(f"{path}page/").status_code == 405


WORDS = {"A bench": "Ławka", "Artists made a bench.": "Artyści zrobili ławkę."}


@pytest.fixture
def polish(admin, tree):
    """A story of which a translator has translated some sentences, and saved nothing yet."""
    story = factories.StoryPageFactory(
        parent=tree.stories,
        title="A bench",
        slug="the-bench",
        intro="Artists made a bench.",
        body=[{"type": "rich_text", "value": "<p>It stands in a park.</p>"}],
    )
    story.save_revision().publish()
    tree.stories.copy_for_translation(tree.locales["pl"], copy_parents=True)
    submit(admin, story, tree.locales["pl"])
    translate(admin, translation_of(story, tree.locales["pl"]), dict(WORDS))
    return Page.objects.get(pk=story.get_translation(tree.locales["pl"]).pk)


def test_a_translation_is_shown_as_far_as_it_is_written(polish, editor) -> None:
    assert polish.title == "A bench", "the translator's words are in no page yet"
    path = links.path_of(links.make(polish, editor, 1))
    html = frame(path)
    assert "<h1>Ławka</h1>" in html and "Artyści zrobili ławkę." in html
    assert "It stands in a park." in html
    outer = Client().get(path).content.decode()
    assert '<h1 lang="pl">Ławka</h1>' in outer
    assert "English" in outer and ">2 " not in outer
    polish.refresh_from_db()
    assert polish.title == "A bench" and not polish.live


def test_a_translation_that_follows_nothing_any_more_is_a_page(polish, editor, tree) -> None:
    own = polish.specific
    own.intro = "Zrobiona przez artystów."
    own.save_revision()
    source = translation_of(
        Page.objects.get(translation_key=polish.translation_key, locale=tree.locales["en"]),
        tree.locales["pl"],
    )
    source.enabled = False
    source.save()
    html = frame(links.path_of(links.make(polish, editor, 1)))
    assert "Zrobiona przez artystów." in html


def test_pictures_of_visitors_are_not_given_away(shared, editor) -> None:  # noqa: F811
    row = shared(pictures=1)
    path = links.path_of(links.make(row.page, editor, 1))
    html = frame(path)
    words = "Pictures that visitors have sent are not shown here before the page is published."
    assert gettext(words) in Client().get(path).content.decode()
    sources = re.findall(r'(?:src|href)="([^"]*/(?:images|media)/[^"]*)"', html)
    sources += [s.split()[0] for s in re.findall(r'srcset="([^"]*)"', html) if "image" in s]
    private = [source for source in sources if "private" in source or "/images/" in source]
    assert private
    assert {Client().get(source).status_code for source in private} == {404}


def counted(*addresses: str) -> list[int]:
    """How many queries each costs."""
    counts = []
    for address in addresses:
        Client().get(address)
        with CaptureQueriesContext(connection) as captured:
            assert Client().get(address).status_code == 200
        counts.append(len(captured))
    return counts


def paragraphs(times: int, tree) -> list[dict]:
    """Pictures, and texts with links to other pages."""
    blocks = []
    for number in range(times):
        picture = factories.ImageFactory(description="A bridge")
        other = factories.StandardPageFactory(parent=tree.home)
        image = {"image": picture.pk, "alt_text": "A bridge", "decorative": False}
        words = f'<p>See <a linktype="page" id="{other.pk}">page {number}</a>.</p>'
        blocks += [
            {"type": "image", "value": {"image": image, "caption": f"Picture {number}"}},
            {"type": "rich_text", "value": words},
        ]
    return blocks


def test_a_draft_costs_the_same_for_few_and_many_of_anything(tree, editor) -> None:
    page = factories.StandardPageFactory(parent=tree.home)
    page.save_revision()
    link = links.make(page, editor, 1)
    path = links.path_of(link)

    def fill(times: int) -> None:
        page.body = paragraphs(times, tree)
        page.save_revision()
        for number in range(times):
            link.comments.create(name="A", text=str(number))

    fill(1)
    few = counted(path, f"{path}page/")
    fill(20)
    assert counted(path, f"{path}page/") == few
    # Wagtail makes a page of a revision with a query for each relation of the page itself.
    assert few[0] <= 12 and few[1] <= 20, few


def test_a_translation_costs_the_same_for_few_and_many_sentences(admin, tree, editor) -> None:
    story = factories.StoryPageFactory(parent=tree.stories)
    polish = tree.locales["pl"]
    tree.stories.copy_for_translation(polish, copy_parents=True)

    def fill(times: int) -> list[int]:
        story.body = paragraphs(times, tree)
        story.interests = [factories.InterestFactory() for _ in range(times)]
        story.save_revision().publish()
        if times == 1:
            submit(admin, story, polish)
        translation_of(story, polish).source.update_from_db()
        path = links.path_of(links.make(story.get_translation(polish), editor, 1))
        return counted(path, f"{path}page/")

    few = fill(1)
    assert fill(20) == few
    assert max(few) <= 30, few
