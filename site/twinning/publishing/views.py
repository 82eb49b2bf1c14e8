"""The admin's forms that publish or take down."""

from django.db import transaction
from django.utils.decorators import method_decorator
from wagtail.admin.views.pages import copy, create, edit, unpublish
from wagtail.admin.viewsets.pages import PageViewSet

_whole = method_decorator(transaction.atomic, name="post")


@_whole
class CreateView(create.CreateView):
    """As in Wagtail; what is sent is done in one transaction."""


@_whole
class EditView(edit.EditView):
    """As in Wagtail; what is sent is done in one transaction."""


@_whole
class CopyView(copy.CopyView):
    """As in Wagtail; what is sent is done in one transaction."""


@_whole
class UnpublishView(unpublish.UnpublishView):
    """As in Wagtail; what is sent is done in one transaction."""


class WholePageViewSet(PageViewSet):
    """The views of all page types that have no others."""

    add_view_class = CreateView
    edit_view_class = EditView
    copy_view_class = CopyView
    unpublish_view_class = UnpublishView


viewset = WholePageViewSet()
