"""The admin's form for a town's team, in which a town is chosen by its name."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm

from towns import teams
from towns.models import TownTeam
from twinning import references


class TownTeamForm(WagtailAdminModelForm):
    """Which group answers for which town, and where it is written to."""

    town_key = forms.ChoiceField(
        label=gettext_lazy("Town"),
        required=False,
        help_text=TownTeam._meta.get_field("town_key").help_text,
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the team"),
        required=False,
        choices=[
            ("", gettext_lazy("None; the mailbox is written to in the site’s own")),
            *settings.LANGUAGES,
        ],
        help_text=TownTeam._meta.get_field("language").help_text,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["town_key"].choices = list(_towns(self.instance.town_key))


def name_of(team: TownTeam) -> str:
    """The name of a team's town; one query for a whole list of teams."""
    return dict(_towns(team.town_key))[team.town_key]


def _towns(present: str) -> Iterator[tuple[str, str]]:
    """Pairs of a town's key and name; the partnership comes first, a town that is gone last."""
    key = ("names of towns", translation.get_language())
    titles = references.current().once(key, teams.town_titles)
    yield teams.PARTNERSHIP, _("The partnership: every town")
    yield from teams.as_choices(titles)
    if present and present not in {str(town) for town in titles}:
        yield present, _("A town that is no longer there")
