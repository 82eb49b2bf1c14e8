"""What somebody's groups allow them on which pages: one query a request."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group
from django.db.models import BigIntegerField, CharField, Value
from wagtail.models import GroupPagePermission
from wagtail.permission_policies.pages import PagePermissionPolicy

#: How deep the page lies in the tree that all pages of a language lie below.
HOME_DEPTH = 2

#: Where a user object keeps it. A request loads its user anew, and so asks anew.
_CACHE = "_twinning_held"
_GROUPS = "_twinning_groups"


@dataclass(frozen=True)
class Grant:
    """A row of GroupPagePermission: an action on a page and all below it."""

    path: str
    depth: int
    language: str
    action: str


@dataclass(frozen=True)
class Held:
    """What the groups grant that somebody is in."""

    grants: tuple[Grant, ...] = ()

    def allows(self, path: str, *actions: str) -> bool:
        """Whether any of the actions, or any action if none is named, is granted at a path."""
        return any(
            path.startswith(grant.path) and (not actions or grant.action in actions)
            for grant in self.grants
        )

    def reaches_below(self, path: str) -> bool:
        """Whether anything is granted somewhere below a path."""
        return any(grant.path.startswith(path) for grant in self.grants)


NOTHING = Held()


@dataclass(frozen=True)
class Groups:
    """What somebody's groups are, and the permissions of Django that they and the user have.

    Args:
        keys: their primary keys.
        roles: the kinds of their roles, as in `Role.Kind`.
        permissions: such as `wagtailadmin.access_admin`.
    """

    keys: frozenset[int] = frozenset()
    roles: frozenset[str] = frozenset()
    permissions: frozenset[str] = frozenset()


NO_GROUPS = Groups()


def by(user: Any) -> Held:
    """What somebody's groups allow; nothing for whoever is not logged in or not active.

    A superuser's groups count too, but say nothing of what a superuser may do.
    """
    if not (user.is_authenticated and user.is_active):
        return NOTHING
    found: Held | None = getattr(user, _CACHE, None)
    if found is None:
        found = _fetch(user)
        setattr(user, _CACHE, found)
    return found


def is_superuser(user: Any) -> bool:
    """Whether somebody may do everything."""
    return bool(user.is_authenticated and user.is_active and user.is_superuser)


def languages_of(user: Any) -> frozenset[str]:
    """The codes of the languages in whose tree somebody may change every page."""
    every = frozenset(code for code, _name in settings.LANGUAGES)
    if is_superuser(user):
        return every
    changes = [grant for grant in by(user).grants if grant.action == "change"]
    if any(grant.depth == 1 for grant in changes):
        return every
    return every & {grant.language for grant in changes if grant.depth == HOME_DEPTH}


def groups_of(user: Any) -> Groups:
    """The groups that somebody is in, and their permissions of Django; one query a request.

    None for whoever is not logged in or not active.
    """
    if not (user.is_authenticated and user.is_active):
        return NO_GROUPS
    found: Groups | None = getattr(user, _GROUPS, None)
    if found is None:
        found = _fetch_groups(user)
        setattr(user, _GROUPS, found)
    return found


def forget(user: Any) -> None:
    """Ask anew: this request has changed what a user may do."""
    for name in (_CACHE, _GROUPS, "_perm_cache", PagePermissionPolicy.permission_cache_name):
        user.__dict__.pop(name, None)


def _fetch(user: Any) -> Held:
    rows = GroupPagePermission.objects.filter(group__user=user)
    rows = rows.select_related("page__locale", "permission")
    if not user.is_superuser:
        # Wagtail asks for the same rows, and keeps them here.
        setattr(user, PagePermissionPolicy.permission_cache_name, rows)
    grants = [
        Grant(
            row.page.path,
            row.page.depth,
            row.page.locale.language_code,
            row.permission.codename.rsplit("_", maxsplit=1)[0],
        )
        for row in rows
    ]
    return Held(tuple(grants))


def _fetch_groups(user: Any) -> Groups:
    permission = ("content_type__app_label", "codename")
    in_groups = Group.objects.filter(user=user).values_list(
        "pk", "twinning_role__kind", *(f"permissions__{name}" for name in permission)
    )
    own = user.user_permissions.annotate(
        no_group=Value(None, BigIntegerField()), no_role=Value(None, CharField())
    ).values_list("no_group", "no_role", *permission)
    rows = list(in_groups.order_by().union(own.order_by(), all=True))
    return Groups(
        keys=frozenset(key for key, *_rest in rows if key is not None),
        roles=frozenset(role for _key, role, *_rest in rows if role is not None),
        permissions=frozenset(f"{app}.{code}" for _key, _role, app, code in rows if code),
    )
