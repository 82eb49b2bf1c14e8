"""The e-mail about a comment: to whoever made the link alone, without a word of what was said."""

from django.urls import reverse

from twinning import hosts
from twinning.mail import readers, writing
from twinning.translation.models import ReviewLink
from twinning.translation.review import links


def tell_maker(link: ReviewLink) -> None:
    """Write that a comment has come in, in the language of whoever made the link.

    Nobody is written to who has left, or may no longer edit the page.
    """
    maker, page = link.created_by, link.page
    if maker is None or not maker.is_active or not links.may_manage(maker, page):
        return
    path = reverse("review_links", args=[page.pk])
    context = {"title": page.draft_title, "address": f"{hosts.admin()}{path}"}
    for reader in readers.recipients([maker]):
        writing.send([reader.address], "twinning/mail/review_comment", context, reader.language)
