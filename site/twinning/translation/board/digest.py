"""The weekly digest: an e-mail to each editor of what waits in their languages, if anything does.

A week begins on Monday at six. The clock looks every hour who has had none in this week, so that
neither a restart nor a task that is tried again sends a second one.
"""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.admin.utils import get_user_display_name

from twinning import hosts, references
from twinning.mail import addresses
from twinning.mail.readers import language_of
from twinning.mail.writing import send
from twinning.translation.board import waiting, work
from twinning.translation.board.reader import Reader, every_language

#: The hour at which a week begins.
HOUR = 6
#: So many pages are named in a message.
NAMED = 10
TEMPLATE = "twinning/mail/weekly_digest"


def has_readers() -> bool:
    """Whether the site's user model says who wants it, and who has had it (docs/plugin.md)."""
    known = {field.name for field in get_user_model()._meta.get_fields()}
    return known >= {"email", "is_active", "date_joined", "weekly_digest", "digest_at"}


def week_of(moment: datetime) -> datetime:
    """When the week began that a moment is in, by the site's clock."""
    local = timezone.localtime(moment)
    monday = (local - timedelta(days=local.weekday())).replace(
        hour=HOUR, minute=0, second=0, microsecond=0
    )
    return monday if monday <= local else monday - timedelta(days=7)


def send_due(now: datetime | None = None) -> int:
    """Write to everybody who has had none in this week; how many messages that were."""
    now = now or timezone.now()
    due = list(_due(now).order_by("pk").values_list("pk", flat=True))
    return sum(_send_once(pk, now) for pk in due)


def content(user: Any) -> dict[str, Any]:
    """What a digest says to somebody, in the active language; empty where there is nothing."""
    reader = Reader(user)
    languages = _languages(reader)
    amounts = work.amounts(reader, languages)
    reviews = waiting.reviews(user, NAMED, all_for_superusers=False)
    items = waiting.items(user) if languages or not reader.is_superuser else []
    if not (amounts or reviews.count or items):
        return {}
    tasks = work.first(reader, languages, NAMED)
    tasks += work.first_missing(reader, languages, NAMED - len(tasks))
    return {
        "name": getattr(user, "first_name", "") or get_user_display_name(user),
        "amounts": amounts,
        "tasks": tasks,
        "reviews": reviews,
        "items": items,
        "site": getattr(settings, "WAGTAIL_SITE_NAME", "Wagtail"),
        "base": hosts.admin(),
        "board": reverse("twinning_translations:board"),
        "account": reverse("wagtailadmin_account"),
    }


def _due(now: datetime) -> "QuerySet[Any]":
    users = get_user_model()._default_manager.filter(is_active=True, weekly_digest=True)
    # Whoever is new gets the first one in the week after.
    last = users.exclude(email="").annotate(last=Coalesce("digest_at", "date_joined"))
    return last.filter(last__lt=week_of(now))


@transaction.atomic
def _send_once(pk: int, now: datetime) -> bool:
    """Write to one user, unless somebody else has just done so; the message is sent on commit."""
    users = get_user_model()._default_manager
    if not users.filter(pk__in=_due(now).filter(pk=pk).values("pk")).update(digest_at=now):
        return False
    user = users.select_related("wagtail_userprofile").get(pk=pk)
    if not (addresses.is_good(user.email) and user.has_perm("wagtailadmin.access_admin")):
        return False
    language = language_of(user)
    with references.opened(HttpRequest()), translation.override(language):
        found = content(user)
    if found:
        send([user.email], TEMPLATE, found, language)
    return bool(found)


def _languages(reader: Reader) -> list[str]:
    """Those that somebody works in; of whoever may work in all, those of their teams."""
    if len(reader.languages) < len(every_language()):
        return reader.languages
    theirs = {team.language for team in reader.teams}
    return [code for code in every_language() if code in theirs]
