"""What each role may do: the one table that the rows of groups are made from."""

from dataclasses import dataclass

#: The permission of wagtail-localize that lets its holder make pages in any tree: nobody's.
NOBODYS = ("wagtail_localize", "submit_translation")

#: A permission as Django names it: its application's label and its codename.
Name = tuple[str, str]

_ALL = ("add", "bulk_delete", "change", "lock", "publish", "unlock")
_LIBRARY = (("wagtailimages", "image"), ("wagtaildocs", "document"))


def _library(*actions: str) -> tuple[Name, ...]:
    return tuple((app, f"{action}_{model}") for app, model in _LIBRARY for action in actions)


def _of(app: str, model: str, *actions: str) -> tuple[Name, ...]:
    return tuple((app, f"{action}_{model}") for action in actions)


_USE = _library("choose")
_KEEP = _library("add", "change", "choose")
_ARRANGE = (*_KEEP, *_of("wagtailcore", "collection", "add", "change", "delete"))


@dataclass(frozen=True)
class Rights:
    """What a role may do, and where.

    Args:
        everywhere: actions on every page.
        in_language: actions on the home page of its own language, and all below.
        in_place: actions on the page that it answers for, in every language, and all below.
        library: permissions in every collection.
        shared: those in the collection that everybody chooses from.
        own: those in its own collection.
        sent: those in the collection of pictures that visitors have sent to it.
        permissions: those that know no place; None for all that there are.
    """

    everywhere: tuple[str, ...] = ()
    in_language: tuple[str, ...] = ()
    in_place: tuple[str, ...] = ()
    library: tuple[Name, ...] = ()
    shared: tuple[Name, ...] = ()
    own: tuple[Name, ...] = ()
    sent: tuple[Name, ...] = ()
    permissions: tuple[Name, ...] | None = ()


ADMINISTRATORS, EDITORS, TRANSLATORS, TEAMS = "administrators", "editors", "translators", "teams"

_ACCESS = ("wagtailadmin", "access_admin")

TABLE = {
    ADMINISTRATORS: Rights(everywhere=_ALL, library=_ARRANGE, permissions=None),
    EDITORS: Rights(
        in_language=_ALL,
        library=_ARRANGE,
        permissions=(
            _ACCESS,
            *_of("wagtailredirects", "redirect", "add", "change", "delete"),
        ),
    ),
    TRANSLATORS: Rights(in_language=("change",), shared=_USE, permissions=(_ACCESS,)),
    TEAMS: Rights(
        in_language=("add", "change", "lock", "publish", "unlock"),
        in_place=("add", "change"),
        shared=_USE,
        own=_KEEP,
        sent=_of("wagtailimages", "image", "choose"),
        permissions=(_ACCESS,),
    ),
}


_more: dict[str, list[Name]] = {role: [] for role in TABLE}


def register_permissions(app: str, model: str, **actions: tuple[str, ...]) -> None:
    """Give roles permissions of a model; administrators have all of them already.

    Args:
        actions: `add`, `change` …, by the name of a role: `editors`, `teams`, `translators`.

    Raises:
        KeyError: there is no such role.
    """
    for role, wanted in actions.items():
        known = _more[role]
        known.extend(name for name in _of(app, model, *wanted) if name not in known)


def permissions_of(role: str) -> tuple[Name, ...] | None:
    """The permissions of a role that know no place; None for all."""
    written = TABLE[role].permissions
    return None if written is None else (*written, *_more[role])
