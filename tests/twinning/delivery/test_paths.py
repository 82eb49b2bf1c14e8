"""Whatever way a change takes, it raises the generation."""

import json
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.actions.copy_for_translation import CopyPageForTranslationAction
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    GroupApprovalTask,
    Page,
    PageViewRestriction,
    Workflow,
    WorkflowTask,
)
from wagtail_localize.models import StringSegment, Translation, TranslationSource

from tests import factories
from towns.models import Interest, TownPage
from twinning.media.models import TwinningDocument, TwinningImage
from twinning.security.tokens.making import make

#: Takes the site and an administrator's client. What it does before a `yield` does not count.
Change = Callable[[Any, Any], Iterator[None] | None]


def published(page: Page) -> None:
    page.save_revision().publish()


def publish(tree, admin) -> None:
    tree.almelo.intro = "A town in the east."
    published(tree.almelo)


def publish_in_the_admin(tree, admin) -> Iterator[None]:
    page = factories.StandardPageFactory(parent=tree.home, live=False)
    yield
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    form = {"title": "About", "slug": "about", "action-publish": "1", "body-count": "0"}
    response = admin.post(url, form)
    assert response.status_code == 302, response.context["form"].errors


def unpublish(tree, admin) -> None:
    tree.almelo.unpublish()


def publish_when_its_time_has_come(tree, admin) -> Iterator[None]:
    tree.almelo.go_live_at = timezone.now() + timedelta(seconds=1)
    tree.almelo.intro = "From now on."
    published(tree.almelo)
    yield
    time.sleep(1.1)
    call_command("publish_scheduled")
    assert TownPage.objects.get(pk=tree.almelo.pk).intro == "From now on."


def move(tree, admin) -> None:
    tree.almelo.move(tree.stories, pos="last-child")


def move_in_order(tree, admin) -> Iterator[None]:
    """By drag and drop in the list of pages."""
    second = factories.TownPageFactory(parent=tree.towns)
    yield
    url = reverse("wagtailadmin_pages:set_page_position", args=[second.pk])
    assert admin.post(f"{url}?position=0").status_code == 200


def delete(tree, admin) -> None:
    tree.almelo.delete()


def copy(tree, admin) -> None:
    tree.almelo.copy(update_attrs={"slug": "almelo-2"}, keep_live=True)


def change_the_address(tree, admin) -> None:
    tree.towns.slug = "twin-towns"
    published(tree.towns)
    assert Page.objects.get(pk=tree.almelo.pk).url_path.endswith("/twin-towns/almelo/")


def translate_and_publish(tree, admin) -> Iterator[None]:
    polish = tree.locales["pl"]
    CopyPageForTranslationAction(tree.home, polish, copy_parents=True).execute()
    source, _made = TranslationSource.get_or_create_from_instance(tree.home)
    translation = Translation.objects.create(source=source, target_locale=polish)
    segment = StringSegment.objects.get(source=source, string__data=tree.home.hero_title)
    url = reverse("wagtail_localize:edit_string_translation", args=[translation.pk, segment.pk])
    kind = "application/x-www-form-urlencoded"
    assert admin.put(url, "value=Miasta", content_type=kind).status_code in {200, 201}
    yield
    translation.save_target(publish=True)


def redirect(tree, admin) -> None:
    Redirect.add_redirect("/old/", redirect_to=tree.almelo)


def settings(tree, admin) -> None:
    factories.SiteSettingsFactory(site=tree.site)


def snippet(tree, admin) -> Iterator[None]:
    interest = factories.InterestFactory()
    yield
    url = reverse(Interest.snippet_viewset.get_url_name("edit"), args=[interest.pk])
    response = admin.post(url, {"key": interest.key, "name": "Choirs"})
    assert response.status_code == 302, response.context["form"].errors


def partners(tree, admin) -> None:
    factories.TwinLinkFactory(town=tree.almelo)


def upload_a_picture(tree, admin) -> None:
    factories.ImageFactory()


def describe_a_picture(tree, admin) -> Iterator[None]:
    picture = factories.ImageFactory()
    yield
    picture.description = "A bridge"
    picture.save()


def delete_a_picture(tree, admin) -> Iterator[None]:
    picture = factories.ImageFactory()
    yield
    picture.delete()


def replace_a_document(tree, admin) -> Iterator[None]:
    document = TwinningDocument.objects.create(title="Minutes", file=ContentFile(b"1", "m.txt"))
    yield
    document.file = ContentFile(b"2", "n.txt")
    document.save()


def hide_a_collection(tree, admin) -> Iterator[None]:
    collection = Collection.get_first_root_node().add_child(name="Private")
    yield
    CollectionViewRestriction.objects.create(
        collection=collection, restriction_type=CollectionViewRestriction.LOGIN
    )


def put_into_another_collection(tree, admin) -> Iterator[None]:
    picture = factories.ImageFactory()
    collection = Collection.get_first_root_node().add_child(name="Other")
    yield
    TwinningImage.objects.filter(pk=picture.pk).update(collection=collection)


def hide_a_page(tree, admin) -> None:
    PageViewRestriction.objects.create(
        page=tree.almelo, restriction_type=PageViewRestriction.PASSWORD, password="x"
    )


def show_a_page_again(tree, admin) -> None:
    PageViewRestriction.objects.filter(page=tree.stories).delete()


def approve(tree, admin) -> Iterator[None]:
    """The last approval of a workflow publishes."""
    from django.contrib.auth import get_user_model

    user = get_user_model().objects.get(username="admin")
    workflow = Workflow.objects.create(name="Two eyes")
    task = GroupApprovalTask.objects.create(name="Look")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=1)
    tree.almelo.intro = "Approved."
    tree.almelo.save_revision()
    state = workflow.start(tree.almelo, user)
    yield
    state.current_task_state.approve(user=user)
    assert Page.objects.get(pk=tree.almelo.pk).specific.intro == "Approved."


def unpublish_many(tree, admin) -> None:
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "unpublish"])
    assert admin.post(f"{url}?id={tree.almelo.pk}&id={tree.stories.pk}").status_code == 302
    assert not Page.objects.get(pk=tree.stories.pk).live


def write_by_the_api(tree, admin) -> None:
    from django.contrib.auth import get_user_model

    user = get_user_model().objects.get(username="admin")
    _token, key = make(user, "test", "write")
    town = {
        "meta": {"type": "towns.TownPage", "parent_id": tree.towns.pk, "action": "publish"},
        "title": "Kalisz",
        "slug": "kalisz",
        "native_name": "Kalisz",
        "country": "PL",
        "twinned_since": 1989,
        "latitude": "51.76250",
        "longitude": "18.08970",
    }
    response = admin.post(
        "/api/v3/pages/",
        json.dumps(town),
        content_type="application/json",
        headers={"Authorization": f"Bearer {key}"},
    )
    assert response.status_code == 201, response.content


def fill_in_past_the_models(tree, admin) -> None:
    TownPage.objects.update(intro="In one statement.")


def many_at_once(tree, admin) -> None:
    english = tree.locales["en"]
    Interest.objects.bulk_create([Interest(key="a", name="A", locale=english)])


def make_renditions(tree, admin) -> Iterator[None]:
    picture = factories.ImageFactory()
    picture.renditions.all().delete()
    yield
    call_command("make_renditions", verbosity=0)


def mend_the_tree(tree, admin) -> Iterator[None]:
    Page.objects.filter(pk=tree.home.pk).update(numchild=9)
    yield
    call_command("fixtree", interactive=False, verbosity=0)


CHANGES: list[Change] = [
    publish,
    publish_in_the_admin,
    unpublish,
    publish_when_its_time_has_come,
    move,
    move_in_order,
    delete,
    copy,
    change_the_address,
    translate_and_publish,
    redirect,
    settings,
    snippet,
    partners,
    upload_a_picture,
    describe_a_picture,
    delete_a_picture,
    replace_a_document,
    hide_a_collection,
    put_into_another_collection,
    hide_a_page,
    show_a_page_again,
    approve,
    unpublish_many,
    write_by_the_api,
    fill_in_past_the_models,
    many_at_once,
    make_renditions,
    mend_the_tree,
]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_a_change_raises_it(change: Change, tree, admin_client, outside) -> None:
    PageViewRestriction.objects.create(
        page=tree.stories, restriction_type=PageViewRestriction.LOGIN
    )
    assert rises(change, tree, admin_client, outside) >= 1


def rises(change: Change, tree, admin_client, outside) -> int:
    outside.rises()
    steps = change(tree, admin_client)
    if steps is not None:
        next(steps)
        outside.rises()
        assert next(steps, "done") == "done"
    return outside.rises()
