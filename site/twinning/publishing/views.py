"""The admin's forms that publish or take down."""

from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.utils.decorators import method_decorator
from wagtail.admin.views.pages import copy, create, edit, revisions, unpublish
from wagtail.admin.viewsets.pages import PageViewSet

#: What a form says is written by this method alone; looking whether it is valid writes nothing.
_whole = method_decorator(transaction.atomic, name="form_valid")


@_whole
class CreateView(create.CreateView):
    """As in Wagtail; what is sent is done in one transaction."""


@_whole
class EditView(edit.EditView):
    """As in Wagtail; what is sent is done in one transaction."""


@_whole
class RevertView(revisions.RevisionsRevertView):
    """As in Wagtail; what is sent is done in one transaction."""


class CopyView(copy.CopyView):
    """As in Wagtail; what is sent is done in one transaction, unless it is all of a section."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Copy; a section as Wagtail does, for nobody else could write beside it meanwhile."""
        if form.cleaned_data.get("copy_subpages"):
            return super().form_valid(form)
        with transaction.atomic():
            return super().form_valid(form)


@method_decorator(transaction.atomic, name="post")
class UnpublishView(unpublish.UnpublishView):
    """As in Wagtail; what is sent is done in one transaction."""


class WholePageViewSet(PageViewSet):
    """The views of all page types that have no others."""

    add_view_class = CreateView
    edit_view_class = EditView
    copy_view_class = CopyView
    unpublish_view_class = UnpublishView
    revisions_revert_view_class = RevertView


viewset = WholePageViewSet()
