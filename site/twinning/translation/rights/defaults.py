"""Groups that are no role's but reach every page, such as those that Wagtail's migrations make."""

from django.contrib.auth.models import Group, Permission
from django.db.models import Q
from wagtail.models import GroupCollectionPermission, GroupPagePermission

from twinning.translation.rights import granting, table

#: What Wagtail calls the two groups that it makes.
WAGTAILS = ("Editors", "Moderators")


def reaching_everything() -> list[str]:
    """The names of other groups that can reach into every tree, or every collection."""
    ours = {holder.group for holder in granting.holders()}
    app, codename = table.NOBODYS
    reaches = (
        Q(page_permissions__page__depth=1)
        | Q(collection_permissions__collection__depth=1)
        | Q(permissions__content_type__app_label=app, permissions__codename=codename)
    )
    found = Group.objects.filter(reaches).exclude(pk__in=ours).distinct().order_by("name")
    return list(found.values_list("name", flat=True))


def disarm() -> None:
    """Take from Wagtail's own groups what reaches everything, where nobody is in them.

    wagtail-localize's migrations have given them its permission, too.
    """
    empty = Group.objects.filter(name__in=WAGTAILS, user=None)
    GroupPagePermission.objects.filter(page__depth=1, group__in=empty).delete()
    GroupCollectionPermission.objects.filter(collection__depth=1, group__in=empty).delete()
    app, codename = table.NOBODYS
    for permission in Permission.objects.filter(content_type__app_label=app, codename=codename):
        permission.group_set.remove(*empty)
