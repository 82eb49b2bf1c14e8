"""The button: it begins a job and waits for nothing; who may not edit the page is refused."""

import time

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from django_tasks import task_backends
from wagtail.models import GroupPagePermission

from tests.twinning.translation.editing import committing_admin  # noqa: F401  (a fixture)
from tests.twinning.translation.machine.conftest import DONE
from twinning.translation.models import TranslationJob
from twinning.translation.sync.jobs import run_job


@pytest.fixture
def url(story) -> str:
    """wagtail-localize's own name of the address."""
    return reverse("wagtail_localize:machine_translate", args=[story.translation.pk])


@pytest.fixture
def queued(settings):
    """Background work that waits, as it does in production."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    return task_backends["default"]


def editor_of(page, client, django_user_model):
    """A client that may change a page and all below, and nothing else."""
    group = Group.objects.create(name="Translators")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    if page is not None:
        permission = Permission.objects.get(
            content_type__app_label="wagtailcore", codename="change_page"
        )
        GroupPagePermission.objects.create(group=group, page=page, permission=permission)
    user = django_user_model.objects.create_user("ola", password="x")
    user.groups.add(group)
    client.force_login(user)
    return user


def said(response) -> list[str]:
    return [str(message) for message in response.wsgi_request._messages]


def test_the_editor_waits_for_nothing(admin, deepl, story, url, queued) -> None:
    deepl.pause = 3
    began = time.monotonic()
    response = admin.post(url, {"next": "/admin/"})
    assert time.monotonic() - began < 1.5, "the service takes 3 seconds"
    assert (response.status_code, response.url) == (302, "/admin/")
    job = TranslationJob.objects.get()
    assert (job.kind, job.state, job.title) == ("machine", "waiting", "A bench")
    assert deepl.asked == [] and story.words() == {}
    *_of_the_submission, message = said(response)
    assert "is being translated" in message
    assert reverse("twinning_translation_job", args=[job.pk]) in message
    deepl.pause = 0
    run_job.func(job.pk)
    job.refresh_from_db()
    assert (job.state, job.done, job.total) == ("done", 4, 4)
    assert job.message == "4 segments were translated. Please read them before you publish."
    assert story.words().keys() == DONE.keys()


def test_without_a_worker_it_is_done_when_the_page_comes(admin, deepl, story, url) -> None:
    response = admin.post(url, {"next": "https://evil.example/"})
    assert response.url == reverse("wagtailadmin_home")
    assert TranslationJob.objects.get().state == "done"
    assert story.words().keys() == DONE.keys()
    assert not story.draft.live


def test_again_is_asked_for(admin, deepl, story, url) -> None:
    admin.post(url)
    response = admin.post(url)
    assert "There is nothing left to translate." in said(response)[-1]
    assert TranslationJob.objects.count() == 1
    admin.post(url, {"again": "1"})
    assert TranslationJob.objects.count() == 2
    assert len(deepl.translations()) == 2


def test_whoever_may_edit_the_translation_may(client, django_user_model, deepl, story, url) -> None:
    editor_of(story.draft, client, django_user_model)
    assert client.post(url).status_code == 302
    assert TranslationJob.objects.count() == 1


@pytest.mark.parametrize("of", ["source", "nothing"])
def test_nobody_else_may(client, django_user_model, deepl, story, url, of: str) -> None:
    editor_of(story.page if of == "source" else None, client, django_user_model)
    assert client.post(url).status_code in {302, 403}
    assert not TranslationJob.objects.exists() and deepl.asked == []


def test_it_is_never_a_get_nor_for_whoever_is_not_logged_in(admin, client, deepl, url) -> None:
    assert admin.get(url).status_code == 405
    client.logout()
    assert "/login/" in client.post(url).url
    assert not TranslationJob.objects.exists()


def test_what_is_not_there_is_not_found(admin, deepl, story, url, settings) -> None:
    unknown = reverse("wagtail_localize:machine_translate", args=[10**6])
    assert admin.post(unknown).status_code == 404
    story.translation.enabled = False
    story.translation.save()
    assert admin.post(url).status_code == 404
    story.translation.enabled = True
    story.translation.save()
    settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR = None
    assert admin.post(url).status_code == 404
    assert not TranslationJob.objects.exists()


def test_a_page_that_follows_its_source_no_more_meanwhile_is_left_alone(
    admin, deepl, story, url, queued
) -> None:
    admin.post(url)
    story.translation.enabled = False
    story.translation.save()
    job = TranslationJob.objects.get()
    run_job.func(job.pk)
    job.refresh_from_db()
    assert job.state == "failed" and "no longer translated" in job.message
    assert deepl.asked == []


def test_a_page_that_is_locked_stays_as_it_is(admin, deepl, story, url, django_user_model) -> None:
    page = story.translation.get_target_instance()
    page.locked, page.locked_by = True, django_user_model.objects.create_user("ola", password="x")
    page.save()
    response = admin.post(url)
    assert "locked" in said(response)[-1]
    assert deepl.asked == [] and story.words() == {} and not TranslationJob.objects.exists()
