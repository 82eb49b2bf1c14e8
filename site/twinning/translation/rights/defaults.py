"""Groups that are no role's but reach every page, such as those that Wagtail's migrations make."""

from django.contrib.auth.models import Group
from django.db.models import Q
from wagtail.models import GroupCollectionPermission, GroupPagePermission

from twinning.translation.rights import granting

#: What Wagtail calls the two groups that it makes.
WAGTAILS = ("Editors", "Moderators")


def reaching_everything() -> list[str]:
    """The names of other groups with rights on the root of pages or of collections."""
    ours = {holder.group for holder in granting.holders()}
    at_root = Q(page_permissions__page__depth=1) | Q(collection_permissions__collection__depth=1)
    found = Group.objects.filter(at_root).exclude(pk__in=ours).distinct().order_by("name")
    return list(found.values_list("name", flat=True))


def disarm() -> None:
    """Take from Wagtail's own groups what they have everywhere, where nobody is in them."""
    empty = Group.objects.filter(name__in=WAGTAILS, user=None)
    GroupPagePermission.objects.filter(page__depth=1, group__in=empty).delete()
    GroupCollectionPermission.objects.filter(collection__depth=1, group__in=empty).delete()
