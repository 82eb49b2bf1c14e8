"""Five towns in five languages, and one person of each role: what rights are tested with.

The pages are written table by table: sixty of them in half a dozen queries. So they have no
revision and are not in the search index until they are saved.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from wagtail.models import Locale, Page, Site

from home.models import HomePage
from stories.models import StoryPage
from tests import factories
from tests.tools.seeds import seeded
from towns.models import Interest, TownIndexPage, TownPage, TownTeam
from twinning.translation.models import Role
from twinning.translation.rights import granting

#: Towns with their countries; each has the country's language for its own.
TOWNS = {"preston": "GB", "almelo": "NL", "nimes": "FR", "recklinghausen": "DE", "kalisz": "PL"}
LANGUAGE_OF = {
    "preston": "en",
    "almelo": "nl",
    "nimes": "fr",
    "recklinghausen": "de",
    "kalisz": "pl",
}
CODES = [code for code, _name in settings.LANGUAGES]

ADMINISTRATOR, EDITOR = "administrator", "editor"


def team_of(town: str) -> str:
    """The name of the user who is in a town's team."""
    return f"team-{town}"


def translator_of(code: str) -> str:
    """The name of the user who translates into a language."""
    return f"translator-{code}"


#: Everybody's name: one person of each role. Besides there are `superuser` and `nobody`, who may
#: log in to the admin but is in no group.
NAMES = [ADMINISTRATOR, EDITOR, *map(team_of, TOWNS), *map(translator_of, CODES)]


@dataclass
class World:
    """The pages, by town and language code; people and their browsers, by name."""

    site: Site
    locales: dict[str, Locale]
    homes: dict[str, HomePage]
    indexes: dict[str, TownIndexPage]
    towns: dict[tuple[str, str], TownPage]
    stories: dict[tuple[str, str], StoryPage]
    interests: dict[str, Interest]
    users: dict[str, Any]
    teams: dict[str, TownTeam]
    _clients: dict[str, Client] = field(default_factory=dict)

    def client(self, name: str) -> Client:
        """The browser of somebody who has logged in."""
        if name not in self._clients:
            self._clients[name] = Client()
            self._clients[name].force_login(self.users[name])
        return self._clients[name]

    def user(self, name: str) -> Any:
        """Somebody as a new request finds them: with no answer remembered."""
        return get_user_model()._default_manager.get(username=name)

    @property
    def pages(self) -> Iterator[Page]:
        """Every page, the homes first."""
        for some in (self.homes, self.indexes, self.towns, self.stories):
            yield from some.values()


def small_world(locales: dict[str, Locale]) -> World:
    """Five towns in five languages, with rights for all that is in it."""
    site, root = Site.objects.get(is_default_site=True), Page.get_first_root_node()
    welcome = site.root_page
    keys: dict[str, UUID] = {}

    def key(name: str) -> UUID:
        return keys.setdefault(name, uuid4())

    def page(model: type[Page], parent: Page, place: int, code: str, name: str, **fields: Any):
        slug = fields.pop("slug", name)
        return model(
            path=model._get_path(parent.path, parent.depth + 1, place),
            depth=parent.depth + 1,
            url_path=f"{parent.url_path}{slug}/",
            title=f"{name.title()} {code}",
            draft_title=f"{name.title()} {code}",
            slug=slug,
            live=True,
            locale=locales[code],
            translation_key=key(name),
            content_type=ContentType.objects.get_for_model(model),
            **fields,
        )

    homes = {
        code: page(HomePage, root, 10 + place, code, "home", slug=f"home-{code}", hero_title=code)
        for place, code in enumerate(CODES)
    }
    indexes = {code: page(TownIndexPage, homes[code], 1, code, "towns") for code in CODES}
    towns = {
        (town, code): page(
            TownPage,
            indexes[code],
            1 + place,
            code,
            town,
            native_name=town.title(),
            country=TOWNS[town],
            twinned_since=1950,
            latitude="52.35670",
            longitude="6.66250",
        )
        for code in CODES
        for place, town in enumerate(TOWNS)
    }
    stories = {
        (town, code): page(StoryPage, towns[town, code], 1, code, f"story-of-{town}")
        for code in CODES
        for town in TOWNS
    }
    _write([*homes.values(), *indexes.values()], numchild={HomePage: 1, TownIndexPage: len(TOWNS)})
    _write([*towns.values(), *stories.values()], numchild={TownPage: 1})
    site.root_page = homes[settings.LANGUAGE_CODE]
    site.save()
    welcome.delete()
    root.numchild = len(CODES)
    root.save()
    shared = uuid4()
    interests = {
        code: factories.InterestFactory(
            key="rowing", name=f"Rowing {code}", locale=locales[code], translation_key=shared
        )
        for code in CODES
    }
    granting.sync()
    teams = {
        town: TownTeam.objects.get(town_key=str(towns[town, "en"].translation_key))
        for town in TOWNS
    }
    return World(site, locales, homes, indexes, towns, stories, interests, _people(teams), teams)


world = seeded("world", small_world, "locales")


def _write(pages: list[Page], numchild: dict[type[Page], int]) -> None:
    """Insert pages, those of a type together, whatever their types are."""
    for made in pages:
        made.numchild = numchild.get(type(made), 0)
    columns = {name.attname for name in Page._meta.concrete_fields} - {"id"}
    bases = [Page(**{name: getattr(made, name) for name in columns}) for made in pages]
    for made, base in zip(pages, Page.objects.bulk_create(bases), strict=True):
        made.id = made.page_ptr_id = base.pk
        made._state.adding, made._state.db = False, "default"
    for model in {type(made) for made in pages}:
        rows = [made for made in pages if type(made) is model]
        fields = model._meta.local_concrete_fields
        model._base_manager._insert(rows, fields=fields, using="default")


def _people(teams: dict[str, TownTeam]) -> dict[str, Any]:
    """One user of each role, without a password that works."""
    roles = {(role.kind, role.language): role.group_id for role in Role.objects.all()}
    groups = {
        ADMINISTRATOR: roles[Role.Kind.ADMINISTRATORS, ""],
        EDITOR: roles[Role.Kind.EDITORS, ""],
        **{team_of(town): team.group_id for town, team in teams.items()},
        **{translator_of(code): roles[Role.Kind.TRANSLATORS, code] for code in CODES},
    }
    model: Any = get_user_model()
    names = [*groups, "superuser", "nobody"]
    model.objects.bulk_create(
        model(
            username=name,
            email=f"{name}@example.org",
            password="!",
            is_superuser=name == "superuser",
        )
        for name in names
    )
    users = {user.username: user for user in model.objects.filter(username__in=names)}
    model.groups.through.objects.bulk_create(
        model.groups.through(user_id=users[name].pk, group_id=group)
        for name, group in groups.items()
    )
    return users
