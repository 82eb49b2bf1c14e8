"""The box for comments on a draft: guarded as every form of visitors is, without an address."""

from contextlib import AbstractContextManager
from typing import Any, cast

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twinning.submissions.fields import LineField, TextField
from twinning.submissions.forms import SubmissionForm
from twinning.submissions.pages import FormPage
from twinning.translation.models import ReviewComment, ReviewLink
from twinning.translation.review import letters
from twinning.translation.review.links import Ended

#: Comments that a link may have.
MOST_COMMENTS = 200
#: Bytes that a request may have: a name and a text, with room to spare.
MOST_BYTES = 100_000


class Full(Exception):
    """A link has as many comments as it may have."""


class CommentBox:
    """What a form must know of the page that it is on; here that is a link."""

    #: Nothing is agreed to: people write what they want to be read.
    consent_words = ""
    consent_version = ""
    #: What a reviewer says is for the link's maker alone.
    webhook_event = ""

    def __init__(self, link: ReviewLink) -> None:
        self.link = link
        self.form_key = f"review-{link.pk}"

    def new_form(self) -> "CommentForm":
        """An empty form."""
        return self._form()

    def filled(self, fields: Any, files: Any) -> "CommentForm":
        """The form of what was sent; files are not looked at."""
        return self._form(fields)

    def storing(self) -> AbstractContextManager[Any]:
        """The transaction in which `keep` is called."""
        return transaction.atomic()

    def keep(self, form: SubmissionForm, reference: str) -> ReviewComment:
        """Store a comment, and tell whoever made the link.

        Raises:
            Ended: the link has ended while it was written.
            Full: there are too many.
        """
        # Whoever else sends one waits here, so that both count.
        link = ReviewLink.objects.select_for_update().filter(pk=self.link.pk).first()
        if link is None or not link.is_open:
            raise Ended
        if link.comments.count() >= MOST_COMMENTS:
            raise Full
        made: ReviewComment = link.comments.create(
            name=form.cleaned_data["name"], text=form.cleaned_data["text"]
        )
        letters.tell_maker(self.link)
        return made

    def _form(self, *fields: Any) -> "CommentForm":
        return CommentForm(*fields, page=cast(FormPage, self))  # of a page it needs no more


class CommentForm(SubmissionForm):
    """A name and what somebody has to say."""

    address_field = ""

    name = LineField(
        label=_("Your name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    text = TextField(label=_("Your comment"), widget=forms.Textarea(attrs={"rows": 6}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["consent"]
