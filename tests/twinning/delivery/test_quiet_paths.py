"""What no visitor sees does not raise the generation."""

from collections.abc import Iterator

import pytest
from django.urls import reverse
from wagtail.models import Page
from wagtail_localize.models import StringSegment, Translation

from home.models import StandardPage
from tests import factories
from tests.twinning.delivery.test_paths import Change, published, rises, translate_and_publish
from twinning.translation.models import TranslationState


def save_a_draft(tree, admin) -> None:
    tree.almelo.intro = "Not yet."
    tree.almelo.title = "Almelo, not yet"
    tree.almelo.save_revision()


def save_a_draft_in_the_admin(tree, admin) -> None:
    page = StandardPage.objects.get(slug="shown")
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    form = {"title": "Another", "slug": "shown", "body-count": "0"}
    assert admin.post(url, form).status_code == 302
    assert Page.objects.get(pk=page.pk).draft_title == "Another"


def log_in_and_look_round(tree, admin) -> None:
    assert admin.get("/admin/").status_code == 200
    assert admin.get(reverse("wagtailadmin_explore", args=[tree.home.pk])).status_code == 200
    assert admin.get(reverse("wagtailadmin_pages:edit", args=[tree.home.pk])).status_code == 200


def lock(tree, admin) -> None:
    url = reverse("wagtailadmin_pages:lock", args=[tree.almelo.pk])
    assert admin.post(url).status_code == 302


def search(tree, admin) -> None:
    assert admin.get("/admin/pages/search/?q=almelo").status_code == 200


def translate_a_segment(tree, admin) -> Iterator[None]:
    """Of a page that visitors read in this language already."""
    for _step in translate_and_publish(tree, admin):
        pass
    tree.home.hero_title = "Towns that are friends"
    published(tree.home)
    polish = tree.home.get_translation(tree.locales["pl"])
    assert TranslationState.objects.get(pk=polish.pk).is_stale
    translation = Translation.objects.get()
    segment = StringSegment.objects.get(string__data=tree.home.hero_title)
    url = reverse("wagtail_localize:edit_string_translation", args=[translation.pk, segment.pk])
    kind = "application/x-www-form-urlencoded"
    yield
    assert admin.put(url, "value=Miasta", content_type=kind).status_code in {200, 201}
    assert TranslationState.objects.get(pk=polish.pk).stale_segments == 2


@pytest.mark.parametrize(
    "act",
    [
        save_a_draft,
        save_a_draft_in_the_admin,
        log_in_and_look_round,
        lock,
        search,
        translate_a_segment,
    ],
    ids=lambda act: act.__name__,
)
def test_what_no_visitor_sees_does_not_raise_it(act: Change, tree, admin_client, outside) -> None:
    factories.StandardPageFactory(parent=tree.home, slug="shown")
    assert rises(act, tree, admin_client, outside) == 0
