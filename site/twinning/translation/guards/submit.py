"""Submitting for translation: a page in the background, a snippet at once."""

from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import quote, unquote
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import DraftStateMixin, Page, TranslatableMixin
from wagtail.snippets.views.snippets import get_snippet_model_from_url_params
from wagtail_localize.models import Translation, TranslationSource

from twinning.translation.guards import offers
from twinning.translation.guards.forms import SubmitForm, told_first
from twinning.translation.models import TranslationJob
from twinning.translation.rights.questions import may_edit, require
from twinning.translation.sync import jobs, submitting


class _SubmitView(WagtailAdminTemplateMixin, FormView):
    """A form with the languages in which somebody has a say."""

    form_class = SubmitForm
    template_name = "twinning/admin/guards/submit.html"
    page_title = gettext_lazy("Translate")
    header_icon = "wagtail-localize-language"
    breadcrumbs_items: list[dict[str, Any]] = []

    @cached_property
    def object(self) -> Any:
        """What is submitted."""
        raise NotImplementedError

    @cached_property
    def offer(self) -> offers.Offer:
        """Into which languages."""
        raise NotImplementedError

    @cached_property
    def below(self) -> int:
        """How many pages are below it."""
        return 0

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Turn away whoever has no say in any language."""
        require(not self.offer.is_nothing)
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        """What is submitted, by its name."""
        return str(self.object)

    def get_initial(self) -> dict[str, Any]:
        """The language that the address names."""
        wanted = self.request.GET.get("select_locale")
        keys = [item.pk for item in self.offer.locales if item.language_code == wanted]
        return {"locales": keys} if keys else {}

    def get_form_kwargs(self) -> dict[str, Any]:
        """What the form offers."""
        return {**super().get_form_kwargs(), "offer": self.offer, "below": self.below}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds what must be translated first, and the way back."""
        missing = self.offer.missing.items()
        first = [told_first(page, self.offer.known[key]) for key, page in missing]
        return super().get_context_data(
            **kwargs, told_first=first, offer=self.offer, back_url=self.back_url
        )

    @property
    def back_url(self) -> str:
        """Where it is edited."""
        raise NotImplementedError


class SubmitPageView(_SubmitView):
    """Begins a job that makes the drafts; the editor need not wait for it."""

    @cached_property
    def object(self) -> Page:
        """The page; the tree's root is none."""
        return get_object_or_404(Page, pk=self.kwargs["page_id"], depth__gt=1)

    @cached_property
    def offer(self) -> offers.Offer:
        """Into which languages."""
        return offers.of_page(self.request.user, self.object)

    @cached_property
    def below(self) -> int:
        """How many pages are below it."""
        return 0 if self.object.is_leaf() else int(self.object.get_descendant_count())

    def get_page_subtitle(self) -> str:
        """The page's title, as its editors know it."""
        return str(self.object.get_admin_display_title())

    @property
    def back_url(self) -> str:
        """Where the page is edited, for whoever may; else the admin's home."""
        if may_edit(self.request.user, self.object):
            return reverse("wagtailadmin_pages:edit", args=[self.object.pk])
        return reverse("wagtailadmin_home")

    def form_valid(self, form: SubmitForm) -> HttpResponse:
        """Begin, and go to the new draft if it is there, else to where its progress is shown."""
        locales = form.cleaned_data["locales"]
        subtree = bool(form.cleaned_data.get("include_subtree"))
        job = jobs.start(
            TranslationJob.Kind.SUBMIT,
            self.request.user,
            self.get_page_subtitle(),
            submitting.details(self.object, locales, subtree),
            total=1 + (self.below if subtree else 0),
        )
        if len(locales) == 1 and not subtree:
            job.refresh_from_db(fields=["state", "message"])
            draft = self.object.get_translations().filter(locale=locales[0]).first()
            if job.state == TranslationJob.State.DONE and draft is not None:
                messages.success(self.request, _("The page can be translated now."))
                return redirect("wagtailadmin_pages:edit", draft.pk)
        return redirect("twinning_translation_job", job.pk)


class SubmitSnippetView(_SubmitView):
    """Makes the translations at once: a snippet is small."""

    @cached_property
    def object(self) -> Any:
        """The snippet."""
        model = get_snippet_model_from_url_params(
            self.kwargs["app_label"], self.kwargs["model_name"]
        )
        if not issubclass(model, TranslatableMixin):
            raise Http404
        return get_object_or_404(model, pk=unquote(self.kwargs["pk"]))

    @cached_property
    def offer(self) -> offers.Offer:
        """Into which languages."""
        return offers.of_snippet(self.request.user, self.object)

    @property
    def back_url(self) -> str:
        """Where the snippet is edited."""
        return self._edit_url(self.object)

    def form_valid(self, form: SubmitForm) -> HttpResponse:
        """Make them, and go to the one that was made, or back."""
        locales = form.cleaned_data["locales"]
        with transaction.atomic():
            source, _made = TranslationSource.get_or_create_from_instance(self.object)
            for locale in locales:
                translation, _made = Translation.objects.update_or_create(
                    source=source, target_locale=locale, defaults={"enabled": True}
                )
                is_draft = isinstance(self.object, DraftStateMixin)
                translation.save_target(user=self.request.user, publish=not is_draft)
        messages.success(self.request, _("It can be translated now."))
        made = self.object.get_translation_or_none(locales[0]) if len(locales) == 1 else None
        return redirect(self._edit_url(made or self.object))

    def get_page_title(self) -> str:
        """What is done to what."""
        return _("Translate: %(kind)s") % {"kind": capfirst(self.object._meta.verbose_name)}

    def _edit_url(self, snippet: Any) -> str:
        name = snippet.snippet_viewset.get_url_name("edit")
        return reverse(name, args=[quote(snippet.pk)])
