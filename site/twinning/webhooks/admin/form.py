"""The form of an endpoint: its address, and what it wants to hear of."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.models import Page, get_page_models

from twinning.users.names import by_name
from twinning.webhooks import letters, names
from twinning.webhooks.models import Endpoint


class _Several(forms.MultipleChoiceField):
    """Some of a list, or none, which means all."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, **options)

    def keep(self, stored: Iterable[str]) -> None:
        """Go on offering what is stored and there no longer: without it, nothing would mean all."""
        choices: Any = self.choices
        offered = list(choices)
        known = {value for value, _label in offered}
        self.choices = [*offered, *((one, one) for one in stored if one not in known)]


def page_types() -> list[tuple[str, str]]:
    """Page types by their labels, as the Content API names them."""
    models = [model for model in get_page_models() if model is not Page]
    found = [(model._meta.label, capfirst(model._meta.verbose_name)) for model in models]
    return sorted(found, key=lambda pair: pair[1])


def towns() -> list[tuple[str, str]]:
    """What teams answer for, by its translation key; none where there are no teams."""
    if not apps.is_installed("twinning.translation"):
        return []
    from twinning.translation import rights

    return [(str(team.key), team.title) for team in rights.teams() if team.key is not None]


def languages() -> list[tuple[str, str]]:
    """The site's languages."""
    return list(settings.LANGUAGES)


class EndpointForm(WagtailAdminModelForm):
    """An endpoint; saving it leaves alone what the worker writes at the same time."""

    events = _Several(
        label=pgettext_lazy("of webhooks", "Events"),
        choices=names.choices,
        help_text=_("None means all, also those that come to be later."),
    )
    types = _Several(
        label=_("Page types"),
        choices=page_types,
        help_text=_("Of events about pages, only those of these types. None means all."),
    )
    locales = _Several(
        label=_("Languages"),
        choices=languages,
        help_text=_("Of events about pages, only those in these languages. None means all."),
    )
    places = _Several(
        label=_("Towns"),
        choices=towns,
        help_text=_("Of events about pages, only the town's own and those below it. None: all."),
    )

    class Meta:
        model = Endpoint
        fields = [
            "name",
            "url",
            "description",
            "is_active",
            "events",
            "types",
            "locales",
            "places",
            "maintainers",
        ]
        widgets = {
            "url": forms.URLInput,
            "description": forms.Textarea(attrs={"rows": 3}),
            "maintainers": forms.CheckboxSelectMultiple,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if isinstance(field, _Several):
                field.keep(getattr(self.instance, name))
        if "maintainers" in self.fields:
            able = letters.may_be_maintainers().values("pk")
            users = get_user_model()._default_manager.filter(pk__in=able)
            self.fields["maintainers"].queryset = users.order_by(*by_name(), "pk")

    def save(self, commit: bool = True) -> Endpoint:
        """Save; of an endpoint that there is, the fields of this form alone."""
        if not (commit and self.instance.pk):
            saved: Endpoint = super().save(commit)
            return saved
        own = {field.name for field in Endpoint._meta.concrete_fields} & set(self.fields)
        self.instance.save(update_fields=sorted(own))
        self._save_m2m()
        return self.instance
