"""Tokens in the admin: Wagtail's pages for them, with the limits."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import transaction
from django.http import HttpResponse
from django.template.defaultfilters import date
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.models import APIToken
from wagtail.users.views import api_tokens as wagtails

from twinning import conf
from twinning.security.models import TokenLimits
from twinning.security.tokens import making

_NONE = _("None: it opens nothing")


class TokenForm(wagtails.APITokenForm):
    """Wagtail's form, and what the token may be used for."""

    scope = forms.ChoiceField(
        label=_("Scope"), choices=TokenLimits.Scope.choices, initial=TokenLimits.Scope.READ
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The token may change pages in these languages alone. None: all, and more."),
    )
    days = forms.IntegerField(label=_("Days for which it is valid"), initial=90)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["languages"].choices = settings.LANGUAGES
        most = conf.get("TOKEN_DAYS")
        days = self.fields["days"]
        days.validators += [MinValueValidator(1), MaxValueValidator(most)]
        days.initial = min(days.initial, most)


class TokenCreateView(wagtails.CreateView):
    """Makes the token and its limits together."""

    @transaction.atomic
    def form_valid(self, form: TokenForm) -> HttpResponse:
        """Show the token, this once."""
        response: HttpResponse = super().form_valid(form)
        asked = form.cleaned_data
        making.limit(self.object, asked["scope"], asked["languages"], asked["days"])
        return response


class TokenIndexView(wagtails.IndexView):
    """With what each may be used for, and until when."""

    def get_queryset(self) -> Any:
        """Each with its limits."""
        return super().get_queryset().select_related("limits")

    @property
    def columns(self) -> list[Column]:
        """Wagtail's, and ours before the last."""
        *first, last = super().columns
        scope = Column("scope", label=_("Scope"), accessor=_scope)
        return [*first, scope, Column("expires", label=_("Valid until"), accessor=_expires), last]


class TokenViewSet(wagtails.APITokenViewSet):
    """In place of Wagtail's own, which it registers only where its API is an app of the site."""

    index_view_class = TokenIndexView
    add_view_class = TokenCreateView

    def get_form_class(self, for_update: bool = False) -> Any:
        """Limits are for ever: who needs others makes another token."""
        return super().get_form_class(for_update=True) if for_update else TokenForm


def _scope(token: APIToken) -> Any:
    limits = getattr(token, "limits", None)
    if limits is None:
        return _NONE
    listed = ", ".join(sorted(limits.language_codes))
    return f"{limits.get_scope_display()} ({listed})" if listed else limits.get_scope_display()


def _expires(token: APIToken) -> str:
    limits = getattr(token, "limits", None)
    return date(limits.expires_at, "DATE_FORMAT") if limits else ""
