"""What people, times and languages are called on the editor's page."""

from datetime import datetime
from typing import Any

from django.utils import formats, timezone
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _
from wagtail.admin.utils import get_user_display_name
from wagtail.models import Locale
from wagtail_localize.models import StringTranslation


def language_name(locale: Locale) -> str:
    """A language in the active one: Polish, polski, Polnisch."""
    return str(get_language_info(locale.language_code)["name_translated"])


def writer(stored: Any) -> str:
    """Who wrote something: the machine that did, or a person, or nobody that is known."""
    if getattr(stored, "translation_type", "") == StringTranslation.TRANSLATION_TYPE_MACHINE:
        return stored.tool_name or _("A machine")
    return name_of(stored.last_translated_by)


def name_of(user: Any) -> str:
    """What a person is called; they may be gone."""
    return str(get_user_display_name(user)) if user else _("Somebody")


def moment(when: datetime) -> str:
    """When something was: the time of today, else the date with it."""
    local = timezone.localtime(when)
    is_today = local.date() == timezone.localdate()
    return formats.date_format(local, "TIME_FORMAT" if is_today else "DATETIME_FORMAT")
