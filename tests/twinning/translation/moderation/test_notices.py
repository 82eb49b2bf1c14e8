"""The e-mails of workflows: who gets which, in which language, and by which way."""

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from wagtail.users.models import UserProfile

from twinning.mail.models import OutgoingMessage
from twinning.translation.moderation import notices, workflows

pytestmark = pytest.mark.django_db


@pytest.fixture
def start(world, django_capture_on_commit_callbacks):
    """Have somebody submit Almelo's story in English, past the admin."""

    def start(by=None):
        story = world.stories["almelo", "en"]
        if story.latest_revision is None:
            story.save_revision()
        with django_capture_on_commit_callbacks(execute=True):
            return story.get_workflow().start(story, user=by)

    return start


@pytest.fixture
def approve(django_capture_on_commit_callbacks):
    """Have somebody approve, or reject, at the step that it waits at."""

    def approve(state, user, action="approve", **more):
        state.refresh_from_db()
        with django_capture_on_commit_callbacks(execute=True):
            getattr(state.current_task_state.specific, action)(user=user, **more)

    return approve


def speaks(user, language: str, **more) -> None:
    UserProfile.objects.update_or_create(
        user=user, defaults={"preferred_language": language, **more}
    )


def to(name: str) -> list[EmailMessage]:
    return [message for message in mail.outbox if message.to == [f"{name}@example.org"]]


def test_a_polish_reader_gets_a_polish_e_mail(world, smtp, start, approve) -> None:
    """By real SMTP, through the outbox."""
    members = world.teams["almelo"].group.user_set
    members.set([world.users["team-kalisz"]])
    speaks(world.users["team-kalisz"], "pl")
    world.users["team-almelo"].first_name = "Żaneta"
    world.users["team-almelo"].save()
    state = start(world.users["team-almelo"])
    [mine] = [each for each in smtp.received if each.recipients == ["team-kalisz@example.org"]]
    assert mine.message["Subject"] == "Czeka na sprawdzenie: Story-Of-Almelo en"
    assert mine.message["Content-Language"] == "pl"
    assert mine.message["Auto-Submitted"] == "auto-generated"
    story = world.stories["almelo", "en"]
    assert mine.text.split("\n\n") == [
        "Strona czeka na sprawdzenie; przesyła ją Żaneta. "
        "Prosimy ją przeczytać, a potem zatwierdzić albo poprosić o zmiany.",
        "Tytuł: Story-Of-Almelo en\nJęzyk: English",
        "Tutaj można ją przeczytać, zmienić i zatwierdzić: "
        f"http://localhost:8000/admin/pages/{story.pk}/edit/",
        "Tutaj można wybrać, które e-maile mają przychodzić: "
        "http://localhost:8000/admin/account/#tab-notifications\n",
    ]
    smtp.take()
    speaks(world.users["team-almelo"], "pl")
    approve(state, world.users["team-kalisz"], "reject", comment="Który to był rok?")
    [mine] = smtp.take()
    assert mine.recipients == ["team-almelo@example.org"]
    assert mine.message["Subject"] == "Prośba o zmiany: Story-Of-Almelo en"
    assert "team-kalisz prosi o zmiany" in mine.text and "Który to był rok?" in mine.text
    assert OutgoingMessage.objects.filter(failed_at=None).exclude(sent_at=None).count() == 3


@pytest.mark.parametrize(
    ("language", "subject", "words"),
    [
        ("en", "Waits for you: ", "has submitted a page"),
        ("nl", "Wacht op u: ", "heeft een pagina ingediend"),
        ("fr", "À relire : ", "a soumis une page"),
        ("de", "Wartet auf Sie: ", "hat eine Seite eingereicht"),
    ],
)
def test_everybody_reads_their_own_language(world, start, language, subject, words) -> None:
    speaks(world.users["team-almelo"], language)
    with translation.override("pl"):  # whoever has brought it about, reads Polish
        start(world.users["editor"])
    [mine] = to("team-almelo")
    assert mine.subject.startswith(subject) and words in mine.body
    [other] = to("superuser")  # has chosen no language
    assert other.subject.startswith("Waits for you: ")


def test_one_e_mail_for_each_event_and_person(world, start, approve) -> None:
    """In two groups of a step, a superuser besides, with two accounts at one address."""
    team, editors = world.teams["almelo"].group, workflows.editors_step().specific
    first = world.teams["almelo"].workflow.tasks.first().specific
    first.groups.add(world.teams["kalisz"].group)
    for group in (team, world.teams["kalisz"].group):
        group.user_set.add(world.users["superuser"], world.users["team-almelo"])
    twice = world.users["nobody"]
    twice.email = "Team-Almelo@example.org"
    twice.save()
    team.user_set.add(twice)
    state = start()
    addresses = sorted(message.to[0].lower() for message in mail.outbox)
    assert addresses == [
        "superuser@example.org",
        "team-almelo@example.org",
        "team-kalisz@example.org",
    ]
    mail.outbox.clear()
    approve(state, world.users["team-almelo"])
    assert sorted(m.to[0] for m in mail.outbox) == ["editor@example.org", "superuser@example.org"]
    [to_editor] = to("editor")
    assert "It has been approved already by team-almelo." in to_editor.body
    assert editors.groups.count() == 1


def test_what_somebody_does_not_want_does_not_come(world, start, approve) -> None:
    team, editor = world.users["team-almelo"], world.users["editor"]
    speaks(team, "nl", submitted_notifications=False, approved_notifications=False)
    state = start(team)
    approve(state, team)
    approve(state, editor)
    assert to("team-almelo") == [] and len(to("editor")) == 1
    mail.outbox.clear()
    speaks(team, "nl", rejected_notifications=False)
    state = start(team)
    approve(state, editor, "reject")
    assert to("team-almelo") == []


def test_administrators_may_be_left_out(world, start, settings) -> None:
    settings.WAGTAILADMIN_NOTIFICATION_INCLUDE_SUPERUSERS = False
    start(world.users["editor"])
    assert [message.to for message in mail.outbox] == [["team-almelo@example.org"]]


def test_whoever_cannot_be_written_to_is_passed_over(world, start) -> None:
    users = world.users
    users["team-almelo"].email = "no address"
    users["superuser"].email = ""
    for name in ("team-almelo", "superuser"):
        users[name].save()
    start(users["editor"])
    assert mail.outbox == []


def test_told_already(world, start) -> None:
    with notices.told_already([world.users["team-almelo"].pk]):
        start()
    assert to("team-almelo") == [] and len(to("superuser")) == 1


def test_what_nobody_has_submitted_comes_back_to_who_approved_it(world, start, approve) -> None:
    """As a visitor's story does, of which the editors want something changed."""
    state = start()
    approve(state, world.users["team-almelo"])
    mail.outbox.clear()
    approve(state, world.users["editor"], "reject", comment="Who is that?")
    [message] = mail.outbox
    assert message.to == ["team-almelo@example.org"] and "Who is that?" in message.body


def test_an_approved_page_is_shown_where_it_can_be_read(world, start, approve) -> None:
    team = world.users["team-almelo"]
    state = start(team)
    approve(state, team)
    mail.outbox.clear()
    approve(state, world.users["editor"])
    [message] = mail.outbox
    story = world.stories["almelo", "en"]
    assert f"It can be read now: http://localhost:8000{story.url}" in message.body
    assert "editor has approved what you submitted." in message.body


def test_a_title_of_several_lines_breaks_nothing(world, start) -> None:
    story = world.stories["almelo", "en"]
    story.title = story.draft_title = "One\r\nBcc: all@example.org\x0b"
    story.save()
    start(world.users["editor"])
    [mine] = to("team-almelo")
    assert mine.subject == "Waits for you: One Bcc: all@example.org"
    assert mine.recipients() == ["team-almelo@example.org"]


def test_the_cost_is_the_same_for_any_number_of_readers(world, start, django_user_model) -> None:
    """The e-mails themselves aside."""

    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            state = start()
        sent = len(captured)
        state.cancel()
        return sent

    asked()
    before = asked()
    for number in range(5):
        more = django_user_model.objects.create(username=f"u{number}", email=f"u{number}@x.org")
        world.teams["almelo"].group.user_set.add(more)
    assert asked() == before
