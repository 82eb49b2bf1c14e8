"""The groups of the roles: made where they are missing, found again by their `Role`."""

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from twinning.translation.models import Role

#: A group's name is as long as Django lets it be.
_LONGEST = Group._meta.get_field("name").max_length or 150


def in_use() -> bool:
    """Whether roles have been made: before that, no page gets rights by itself."""
    return Role.objects.exists()


def make_missing() -> list[Role]:
    """Make the roles that are not there, with their groups; those that were made."""
    wanted = [(Role.Kind.ADMINISTRATORS, ""), (Role.Kind.EDITORS, "")]
    wanted += [(Role.Kind.TRANSLATORS, code) for code, _name in settings.LANGUAGES]
    known = set(Role.objects.values_list("kind", "language"))
    return [make(kind, language) for kind, language in wanted if (kind, language) not in known]


@transaction.atomic
def make(kind: Role.Kind, language: str = "") -> Role:
    """Make a role with its group."""
    return Role.objects.create(kind=kind, language=language, group=new_group(_name(kind, language)))


def new_group(name: str) -> Group:
    """A group of this name, or of the next that is free."""
    name = name[: _LONGEST - 6]
    taken = set(Group.objects.filter(name__startswith=name).values_list("name", flat=True))
    numbered = (f"{name} ({number})" for number in range(2, len(taken) + 3))
    return Group.objects.create(name=next(n for n in (name, *numbered) if n not in taken))


def _name(kind: Role.Kind, language: str) -> str:
    """What a group is called at first, in the site's own language."""
    names = dict(settings.LANGUAGES)
    with translation.override(settings.LANGUAGE_CODE):
        if kind == Role.Kind.ADMINISTRATORS:
            return pgettext("group", "Administrators")
        if kind == Role.Kind.EDITORS:
            return _("Editors: %(language)s") % {"language": names[settings.LANGUAGE_CODE]}
        return _("Translators: %(language)s") % {"language": names[language]}
