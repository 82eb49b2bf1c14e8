"""FormPage: what every page with a form for visitors has, whatever its fields."""

import re
from contextlib import AbstractContextManager
from hashlib import sha256
from html import unescape
from http import HTTPMethod, HTTPStatus
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import urlencode

from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.api import APIField
from wagtail.fields import RichTextField
from wagtail.rich_text import expand_db_html

from twinning.blocks.prefetch import want_rich_text
from twinning.pages import ContentPage
from twinning.submissions import posting, references

if TYPE_CHECKING:
    from twinning.submissions.forms import SubmissionForm


class FormPage(ContentPage):
    """A page with a form below its body.

    It is never kept by a cache: each visitor gets a form token of their own.
    """

    consent_text = RichTextField(
        gettext_lazy("consent"),
        features=["link"],
        help_text=gettext_lazy(
            "What people agree to when they send the form. It is kept with what they send."
        ),
    )
    thanks = RichTextField(
        gettext_lazy("thanks"),
        features=["bold", "link"],
        blank=True,
        help_text=gettext_lazy("What people read after they have sent the form."),
    )

    #: Parameters that fill in fields of the same names.
    prefilled: ClassVar[frozenset[str]] = frozenset()
    query_parameters = frozenset({"received"})
    #: The event that webhooks are told of when something was sent; none where it is empty.
    webhook_event: ClassVar[str] = ""
    #: Bytes that a request may have.
    most_bytes: ClassVar[int] = 1024 * 1024
    allowed_http_methods = [HTTPMethod.GET, HTTPMethod.HEAD, HTTPMethod.OPTIONS, HTTPMethod.POST]

    content_panels = [
        *ContentPage.content_panels,
        MultiFieldPanel(
            [FieldPanel("consent_text"), FieldPanel("thanks")],
            heading=gettext_lazy("Around the form"),
        ),
    ]
    api_fields = [
        *ContentPage.api_fields,
        APIField("consent_text", writable=True),
        APIField("thanks", writable=True),
    ]

    class Meta:
        abstract = True

    @property
    def form_key(self) -> str:
        """What the form has in common in all languages."""
        return self.translation_key.hex

    @property
    def consent_version(self) -> str:
        """Names this wording of the consent: another wording has another name."""
        return sha256(self.consent_text.encode()).hexdigest()[:12]

    @property
    def consent_words(self) -> str:
        """The consent without its markup, a line for each paragraph."""
        lines = re.sub(r"</p>|<br/?>", "\n", self.consent_text)
        return unescape(strip_tags(lines)).strip()

    def consent_html(self) -> str:
        """The consent with its links resolved."""
        return str(expand_db_html(self.consent_text))

    def form_class(self) -> "type[SubmissionForm]":
        """The form in the active language."""
        raise NotImplementedError

    def keep(self, form: "SubmissionForm", reference: str) -> models.Model:
        """Store what was sent, and queue its e-mails, in the transaction that is open."""
        raise NotImplementedError

    def storing(self) -> AbstractContextManager[Any]:
        """The transaction in which `keep` is called, and all that is stored with it."""
        return transaction.atomic()

    def status_path(self, reference: str) -> str:
        """Where the sender sees what has become of it; nothing where there is no such place."""
        return ""

    def new_form(self, given: Any = None) -> "SubmissionForm":
        """A form to fill in, with what a link gives filled in already."""
        given = given or {}
        initial = {name: given[name] for name in self.prefilled if given.get(name)}
        return self.form_class()(page=self, initial=initial)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds `form`; or `received`, a reference, after something was sent."""
        context = super().get_context(request, *args, **kwargs)
        want_rich_text(self.consent_text, self.thanks)
        received = references.unsigned(request.GET.get("received", ""))
        context["received"] = received
        context["status_path"] = self.status_path(received) if received else ""
        context["form"] = kwargs.get("form") or self.new_form(request.GET)
        return context

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The form, or what has become of one that was sent; no cache keeps either."""
        sends = request.method == HTTPMethod.POST
        response = self._receive(request) if sends else super().serve(request, *args, **kwargs)
        response.headers["Cache-Control"] = "private, no-store"
        return response

    def _receive(self, request: HttpRequest) -> HttpResponse:
        outcome = posting.receive(request, self.new_form, self._filled, self.most_bytes)
        if outcome.sent is None:  # the form with what was written in it, and what is wrong
            response: HttpResponse = super().serve(request, form=outcome.form)
            response.status_code = outcome.status
            if outcome.retry_after:
                response.headers["Retry-After"] = str(outcome.retry_after)
            return response
        query = urlencode({"received": references.signed(outcome.sent.reference)})
        there = f"{self.get_url(request)}?{query}#form"
        return HttpResponse(status=HTTPStatus.SEE_OTHER, headers={"Location": there})

    def _filled(self, fields: Any, files: Any) -> "SubmissionForm":
        return self.form_class()(fields, files, page=self)
