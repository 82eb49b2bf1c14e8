"""The weekly digest: who gets one, what is in it, and never a second one in a week."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import GroupApprovalTask, Page, Workflow, WorkflowTask
from wagtail.users.models import UserProfile

from tests import factories
from tests.twinning.translation.board.conftest import state
from twinning import clock
from twinning.mail.models import OutgoingMessage
from twinning.translation.board import digest, next_steps, waiting
from twinning.translation.board.tasks import send_digests
from twinning.translation.models import TranslationState
from twinning.translation.rights.registry import Team

pytestmark = pytest.mark.django_db

LONDON = ZoneInfo("Europe/London")
#: A Wednesday in summer time, and the Monday of its week.
NOW = datetime(2026, 7, 15, 10, 0, tzinfo=LONDON)
MONDAY = datetime(2026, 7, 13, 6, 0, tzinfo=LONDON)


@pytest.fixture(autouse=True)
def _settings(settings, monkeypatch, people) -> None:
    settings.WAGTAILADMIN_BASE_URL = "https://towns.example"
    monkeypatch.setattr(waiting, "_providers", [])
    monkeypatch.setattr(next_steps, "_providers", [])
    get_user_model().objects.update(date_joined=MONDAY - timedelta(days=30))


def sent(mailoutbox) -> dict[str, str]:
    return {message.to[0]: message.body for message in mailoutbox}


def test_editors_are_written_to_of_their_own_languages(mailoutbox, pages) -> None:
    assert digest.send_due(NOW) == 2
    found = sent(mailoutbox)
    assert set(found) == {"translator@example.org", "almelo@example.org"}
    body = found["translator@example.org"]
    edit = f"https://towns.example/admin/pages/{pages['almelo_pl'].pk}/edit/"
    assert f"* Almelo (pl) – Polski: By a machine, unread (5 segments to read)\n  {edit}" in body
    assert "1 translation is a draft (to translate: 7 words)" in body
    assert "* Stories – Polski: Missing" in body
    assert "https://towns.example/admin/translations/?language=pl&state=missing" in body
    assert "https://towns.example/admin/account/" in body
    assert "Nederlands" not in body
    assert "behind its original" in found["almelo@example.org"]


def test_it_is_written_in_the_readers_language(mailoutbox, people) -> None:
    UserProfile.objects.create(user=people["translator"], preferred_language="pl")
    digest.send_due(NOW)
    languages = {m.to[0]: m.extra_headers["Content-Language"] for m in mailoutbox}
    assert languages["translator@example.org"] == "pl"
    assert languages["almelo@example.org"] == "en"


def test_nobody_is_written_to_twice_in_a_week(mailoutbox) -> None:
    assert digest.send_due(NOW) == 2
    assert digest.send_due(NOW + timedelta(hours=1)) == 0
    assert digest.send_due(MONDAY + timedelta(days=7, seconds=-1)) == 0
    assert digest.send_due(MONDAY + timedelta(days=7)) == 2
    assert len(mailoutbox) == 4


@pytest.mark.parametrize(
    ("moment", "week"),
    [
        (MONDAY, MONDAY),
        (MONDAY - timedelta(seconds=1), MONDAY - timedelta(days=7)),
        (MONDAY + timedelta(days=6, hours=17, minutes=59), MONDAY),
        # The clocks go back in that week, and the hour stays.
        (
            datetime(2026, 10, 26, 5, 59, tzinfo=LONDON),
            datetime(2026, 10, 19, 6, 0, tzinfo=LONDON),
        ),
        (datetime(2026, 10, 26, 6, 0, tzinfo=LONDON), datetime(2026, 10, 26, 6, 0, tzinfo=LONDON)),
    ],
)
def test_a_week_begins_on_monday_at_six(moment, week) -> None:
    assert digest.week_of(moment.astimezone(ZoneInfo("UTC"))) == week


def test_whoever_fails_is_tried_again_and_nobody_else(mailoutbox, monkeypatch) -> None:
    real = digest.content
    failing = {"translator"}

    def content(user):
        if user.username in failing:
            raise RuntimeError("away")
        return real(user)

    monkeypatch.setattr(digest, "content", content)
    with pytest.raises(RuntimeError):
        digest.send_due(NOW)
    failing.clear()
    digest.send_due(NOW)
    assert sorted(m.to[0] for m in mailoutbox) == ["almelo@example.org", "translator@example.org"]


def test_the_message_and_that_it_is_written_are_kept_together(settings, monkeypatch) -> None:
    settings.EMAIL_BACKEND = "twinning.mail.backend.OutboxBackend"
    digest.send_due(NOW)
    assert OutgoingMessage.objects.count() == 2

    def fail(*args, **kwargs):
        raise RuntimeError

    later = NOW + timedelta(days=7)
    monkeypatch.setattr(digest, "send", fail)
    with pytest.raises(RuntimeError):
        digest.send_due(later)
    monkeypatch.undo()
    settings.EMAIL_BACKEND = "twinning.mail.backend.OutboxBackend"
    assert digest.send_due(later) == 2
    assert OutgoingMessage.objects.count() == 4


@pytest.mark.parametrize(
    "values",
    [
        {"is_active": False},
        {"weekly_digest": False},
        {"email": ""},
        {"email": "no address"},
        {"date_joined": NOW},
        {"digest_at": NOW - timedelta(days=1)},
    ],
)
def test_who_is_not_written_to(mailoutbox, people, values) -> None:
    get_user_model().objects.filter(pk=people["translator"].pk).update(**values)
    digest.send_due(NOW)
    assert [m.to[0] for m in mailoutbox] == ["almelo@example.org"]


def test_whoever_may_not_log_in_to_the_admin_is_not_written_to(mailoutbox, people) -> None:
    people["translator"].groups.get().permissions.clear()
    digest.send_due(NOW)
    assert [m.to[0] for m in mailoutbox] == ["almelo@example.org"]


def test_where_nothing_waits_nothing_is_sent_and_not_looked_for_again(mailoutbox, people) -> None:
    TranslationState.objects.update(method="original")
    Page.objects.filter(depth__gt=1).exclude(locale__language_code="pl").delete()
    assert digest.send_due(NOW) == 0
    people["translator"].refresh_from_db()
    assert people["translator"].digest_at == NOW


def test_administrators_are_written_to_of_their_teams_languages_alone(
    mailoutbox, people, teams
) -> None:
    group = people["almelo"].groups.get()
    people["admin"].groups.add(group)
    digest.send_due(NOW)
    body = sent(mailoutbox)["admin@example.org"]
    assert "Nederlands" in body and "Polski" not in body
    teams[:] = [Team(None, group.pk, "", "All")]
    mailoutbox.clear()
    digest.send_due(NOW + timedelta(days=7))
    assert "admin@example.org" not in sent(mailoutbox)


def test_what_waits_for_approval_is_in_it(mailoutbox, pages, people) -> None:
    task = GroupApprovalTask.objects.create(name="Read it")
    task.groups.add(people["translator"].groups.get())
    workflow = Workflow.objects.create(name="Reading")
    WorkflowTask.objects.create(workflow=workflow, task=task)
    page = pages["almelo"].specific
    page.save_revision()
    workflow.start(page, people["admin"])
    mailoutbox.clear()
    digest.send_due(NOW)
    found = sent(mailoutbox)
    assert "1 page waits for your approval:\n* Almelo\n" in found["translator@example.org"]
    assert "approval" not in found["almelo@example.org"]
    assert "admin@example.org" not in found


def test_ten_pages_are_named_at_most(mailoutbox, tree) -> None:
    for number in range(15):
        page = factories.StandardPageFactory(parent=tree.home, title=f"More {number}")
        if number % 2:
            state(page.copy_for_translation(tree.locales["pl"]), stale_segments=1, stale_words=1)
    digest.send_due(NOW)
    body = sent(mailoutbox)["translator@example.org"]
    named = body.partition("Begin with these:")[2]
    assert named.count("\n* ") == digest.NAMED


def test_a_message_costs_no_more_for_any_number_of_pages(people, tree) -> None:
    def cost() -> int:
        get_user_model().objects.update(digest_at=None)
        with CaptureQueriesContext(connection) as captured:
            assert digest.send_due(NOW) == 2
        return len(captured)

    few = cost()
    for number in range(15):
        page = factories.StandardPageFactory(parent=tree.home, title=f"More {number}")
        state(page.copy_for_translation(tree.locales["nl"]), stale_segments=1, stale_words=1)
    # Where ten have begun, nobody asks which are missing.
    assert few - 1 <= cost() <= few


def test_the_clock_has_it_looked_for_every_hour(mailoutbox) -> None:
    job = next(job for job in clock.jobs() if job.name == "weekly_digest")
    assert job.every == timedelta(hours=1) and job.task is send_digests
    send_digests.enqueue()
    assert len(mailoutbox) == 2
    send_digests.enqueue()
    assert len(mailoutbox) == 2


def test_whoever_wants_none_says_so_in_their_account(client_of, people) -> None:
    client = client_of("translator")
    page = client.get("/admin/account/")
    assert b"digest-weekly_digest" in page.content
    profile = {"name_email-email": "translator@example.org", "name_email-first_name": "T"}
    profile |= {"name_email-last_name": "R", "locale-preferred_language": "en"}
    profile |= {"locale-current_time_zone": "", "theme-theme": "system", "theme-density": "default"}
    profile |= {"theme-contrast": "system", "theme-keyboard_shortcuts": "on"}
    answer = client.post("/admin/account/", profile)
    assert answer.status_code == 302, [
        form.errors for form in getattr(answer, "context_data", {}).get("forms", [])
    ]
    people["translator"].refresh_from_db()
    assert not people["translator"].weekly_digest
    assert people["translator"].first_name == "T"
    assert timezone.now() - people["translator"].date_joined > timedelta(days=1)
    client.post("/admin/account/", {**profile, "digest-weekly_digest": "on"})
    people["translator"].refresh_from_db()
    assert people["translator"].weekly_digest
