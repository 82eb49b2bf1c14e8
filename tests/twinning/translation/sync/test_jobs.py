"""Work in the background is seen by those whom it concerns, and always comes to an end."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, override
from wagtail.users.models import UserProfile

from twinning.translation.models import TranslationJob
from twinning.translation.sync import jobs
from twinning.translation.sync.pruning import prune_jobs

State = TranslationJob.State


@pytest.fixture
def work(monkeypatch):
    """Say what a job does, for this test."""
    return lambda function: monkeypatch.setitem(jobs._works, "submit", function)


@pytest.fixture
def begun(desk, admin_user):
    """Begin a job and let it be done; the job as it then is."""

    def begin(user=admin_user, **details) -> TranslationJob:
        with desk.commit():
            job = jobs.start("submit", user, "A bench", details, total=4)
            assert job.state == State.WAITING
        return TranslationJob.objects.get(pk=job.pk)

    return begin


def test_a_job_is_done_after_the_commit_with_what_it_needs(work, begun) -> None:
    seen = []

    def function(job: TranslationJob) -> None:
        stored = TranslationJob.objects.get(pk=job.pk)
        seen.append((stored.state, job.details))
        jobs.progress(job, 3)
        seen.append(TranslationJob.objects.get(pk=job.pk).done)

    work(function)
    job = begun(page=7)
    assert seen == [(State.RUNNING, {"page": 7}), 3]
    assert (job.state, job.done, job.total, job.message) == (State.DONE, 4, 4, "")
    assert job.finished_at is not None


def test_it_speaks_the_language_of_whoever_began_it(work, begun, admin_user) -> None:
    UserProfile.objects.create(user=admin_user, preferred_language="pl")

    def function(job: TranslationJob) -> None:
        jobs.finish(job, gettext("Close"))

    work(function)
    with override("pl"):
        expected = gettext("Close")
    assert begun().message == expected != "Close"


def test_what_cannot_be_done_says_why(work, begun) -> None:
    def function(job: TranslationJob) -> None:
        raise jobs.JobError("The page is no longer there.")

    work(function)
    job = begun()
    assert (job.state, job.message) == (State.FAILED, "The page is no longer there.")


def test_what_breaks_has_failed_and_is_logged(work, begun, caplog) -> None:
    def function(job: TranslationJob) -> None:
        raise ZeroDivisionError

    work(function)
    job = begun()
    assert job.state == State.FAILED
    assert job.message
    assert "ZeroDivisionError" in caplog.text


def test_a_job_is_done_once(work, begun) -> None:
    times = []
    work(times.append)
    job = begun()
    jobs.run_job.call(job.pk)
    jobs.run_job.call(-1)
    assert len(times) == 1


def test_what_is_rolled_back_is_not_begun(work, db) -> None:
    from django.db import transaction

    times = []
    work(times.append)
    with transaction.atomic():
        jobs.start("submit", None, "A bench", {})
        transaction.set_rollback(True)
    assert times == []
    assert not TranslationJob.objects.exists()


def page_of(client, job, name: str = "twinning_translation_job"):
    return client.get(reverse(name, args=[job.pk]))


def test_its_page_shows_how_far_it_is(work, begun, admin_client) -> None:
    work(lambda job: jobs.finish(job, "Two pages were left out."))
    job = begun()
    TranslationJob.objects.filter(pk=job.pk).update(state=State.RUNNING, done=1, message="")
    html = page_of(admin_client, job).content.decode()
    assert '<progress max="4" value="1">' in html
    assert 'data-progress="' in html
    assert "twinning/js/progress.js" in html
    fragment = page_of(admin_client, job, "twinning_translation_job_progress").content.decode()
    assert '<progress max="4" value="1">' in fragment
    assert "<html" not in fragment
    TranslationJob.objects.filter(pk=job.pk).update(state=State.DONE, message="Two were left out.")
    html = page_of(admin_client, job).content.decode()
    assert "Two were left out." in html
    assert "<progress" not in html
    assert "progress.js" not in html
    assert (
        "data-over"
        in page_of(admin_client, job, "twinning_translation_job_progress").content.decode()
    )


def test_a_job_is_seen_by_its_user_by_administrators_and_by_those_who_see_its_page(
    work, begun, client, admin_client, editor, django_user_model, tree
) -> None:
    work(lambda job: None)
    own, elsewhere, of_page = begun(user=editor), begun(), begun(page=tree.almelo.pk)
    client.force_login(editor)
    found = [page_of(client, job).status_code for job in (own, elsewhere, of_page)]
    assert found == [200, 403, 200]
    assert [page_of(admin_client, job).status_code for job in (own, elsewhere)] == [200, 200]
    assert client.get(reverse("twinning_translation_job", args=[10**6])).status_code == 404
    client.logout()
    assert "login" in page_of(client, own).url


def test_everybody_has_a_list_of_their_own(work, begun, client, editor) -> None:
    work(lambda job: None)
    own, other = begun(user=editor), begun()
    client.force_login(editor)
    html = client.get(reverse("twinning_translation_jobs")).content.decode()
    assert reverse("twinning_translation_job", args=[own.pk]) in html
    assert reverse("twinning_translation_job", args=[other.pk]) not in html


def test_the_list_costs_the_same_for_one_and_for_many(
    work, begun, admin_client, django_assert_num_queries
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    work(lambda job: None)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            admin_client.get(reverse("twinning_translation_jobs"))
        return len(captured)

    begun()
    queries()
    few = queries()
    for _ in range(15):
        begun()
    assert queries() == few


def test_jobs_are_forgotten_in_time(work, begun) -> None:
    work(lambda job: None)
    old, stuck, fresh = begun(), begun(), begun()
    now = timezone.now()
    TranslationJob.objects.filter(pk=old.pk).update(created_at=now - timedelta(days=31))
    TranslationJob.objects.filter(pk=stuck.pk).update(
        created_at=now - timedelta(days=2), state=State.RUNNING, finished_at=None
    )
    prune_jobs.call()
    assert dict(TranslationJob.objects.values_list("pk", "state")) == {
        stuck.pk: State.FAILED,
        fresh.pk: State.DONE,
    }
