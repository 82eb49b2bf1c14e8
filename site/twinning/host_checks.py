"""What the plugin needs of the site that it is installed in: system checks (docs/plugin.md)."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import AppConfig, apps
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.core.exceptions import ImproperlyConfigured
from django.db import DEFAULT_DB_ALIAS, connections
from django.urls import NoReverseMatch, resolve, reverse
from django.utils.module_loading import import_string

from twinning.content_api.namespace import NAMESPACE
from twinning.plugin import NEEDS

DJANGOS_LOCALE = "django.middleware.locale.LocaleMiddleware"
OUR_LOCALE = "twinning.translation.middleware.UrlLocaleMiddleware"
REFUSALS = "twinning.translation.guards.refusals.RefusalMiddleware"
REFERENCES = "twinning.references.ReferencesMiddleware"
WAGTAILS_FINISH = "wagtail.workflows.publish_workflow_state"
OUR_FINISH = "twinning.translation.editor.finishing.publish_approved"
OUTBOX = "twinning.mail.backend.OutboxBackend"
#: What has pages speak the language of their path.
_SPEAKING = (OUR_LOCALE, DJANGOS_LOCALE)
#: Backends that need no server at the moment.
_UNFAILING = (OUTBOX, *(f"django.core.mail.backends.{name}.EmailBackend"
                        for name in ("console", "dummy", "filebased", "locmem")))  # fmt: skip
_TRANSLATION = "twinning.translation"
#: Apps whose templates ours stand before.
_COVERED = ("wagtail.admin", "wagtail_localize")


def missing_apps() -> dict[str, list[str]]:
    """For each installed part that lacks something, the apps that it lacks."""
    wanted = {part: [app for app in needs if not apps.is_installed(app)]
              for part, needs in NEEDS.items() if apps.is_installed(part)}  # fmt: skip
    return {part: lacking for part, lacking in wanted.items() if lacking}


def refuse_without(part: str) -> None:
    """Say early what Python would say unclearly; for `AppConfig.import_models`.

    Raises:
        ImproperlyConfigured: an app is missing without which a part's models cannot be imported.
    """
    lacking = missing_apps().get(part)
    if lacking:
        error = _missing(part, lacking)
        raise ImproperlyConfigured(f"{error.msg} {error.hint} ({error.id})")


@register()
def check_apps(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Each part has the apps that it needs, in an order in which templates are found."""
    found: list[CheckMessage] = [_missing(*pair) for pair in missing_apps().items()]
    order = [config.name for config in apps.get_app_configs()]
    if _TRANSLATION in order:
        place = order.index(_TRANSLATION)
        before = [name for name in _COVERED if name in order and order.index(name) < place]
        found += [
            Error(
                f"{name} stands before {_TRANSLATION} in INSTALLED_APPS.",
                hint=f"Put {_TRANSLATION} before it, or its templates are never shown.",
                id="twinning.E011",
            )
            for name in before
        ]
    return found


def _missing(part: str, lacking: Sequence[str]) -> Error:
    return Error(
        f"{part} needs these in INSTALLED_APPS as well: {', '.join(lacking)}.",
        hint="Add them; twinning.plugin has the list of each level.",
        id="twinning.E010",
    )


@register()
def check_host_middleware(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """What answers need on their way, where the part that needs it is installed."""
    found: list[CheckMessage] = []
    if apps.is_installed(_TRANSLATION) and REFUSALS not in settings.MIDDLEWARE:
        found.append(
            Error(
                "Where somebody may not translate, the admin would fail without a word.",
                hint=f"Add {REFUSALS} to MIDDLEWARE, after AuthenticationMiddleware.",
                id="twinning.E012",
            )
        )
    if apps.is_installed("towns") and REFERENCES not in settings.MIDDLEWARE:
        found.append(
            Warning(
                "Pages of towns and stories ask the database for each thing that they refer to.",
                hint=f"Add {REFERENCES} to MIDDLEWARE, last.",
                id="twinning.W005",
            )
        )
    return found


@register()
def check_language(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """The default language is one of the list, and the path alone says which one is spoken."""
    found: list[CheckMessage] = []
    if settings.LANGUAGE_CODE not in dict(settings.LANGUAGES):
        found.append(
            Error(
                f"LANGUAGE_CODE is {settings.LANGUAGE_CODE!r}, which is not in LANGUAGES.",
                hint="Write it as LANGUAGES does, such as “en” and not “en-us”.",
                id="twinning.E013",
            )
        )
    is_plural = len(settings.LANGUAGES) > 1
    if is_plural and not getattr(settings, "WAGTAIL_I18N_ENABLED", False):
        found.append(
            Error(
                "There are several LANGUAGES, and Wagtail does not tell their pages apart.",
                hint="Set WAGTAIL_I18N_ENABLED = True.",
                id="twinning.E014",
            )
        )
    if is_plural and not any(_is_a(name, _SPEAKING) for name in settings.MIDDLEWARE):
        found.append(
            Warning(
                "No middleware has pages speak the language that their path names.",
                hint=f"Add {OUR_LOCALE} to MIDDLEWARE, after SessionMiddleware.",
                id="twinning.W006",
            )
        )
    if DJANGOS_LOCALE in settings.MIDDLEWARE:
        found.append(
            Warning(
                "Django's LocaleMiddleware makes redirects to pages of the API's 404 answers.",
                hint=f"Put {OUR_LOCALE} in its place.",
                id="twinning.W003",
            )
        )
    return found


@register()
def check_forms(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """What visitors send is kept, whatever becomes of its pictures and its e-mails."""
    if not _has_forms():
        return []
    found: list[CheckMessage] = []
    if any(database.get("ATOMIC_REQUESTS") for database in settings.DATABASES.values()):
        found.append(
            Error(
                "ATOMIC_REQUESTS is on: a form of visitors with pictures answers 500, since their "
                "files could outlive a transaction that is rolled back around it.",
                hint="Turn it off in DATABASES; what has to be one transaction here opens it.",
                id="twinning.E016",
            )
        )
    if not _is_a(settings.EMAIL_BACKEND, _UNFAILING):
        found.append(
            Warning(
                "A form of visitors answers 500, and keeps nothing, while the mail server is away.",
                hint=f'Set EMAIL_BACKEND = "{OUTBOX}", which sends when it is there again.',
                id="twinning.W007",
            )
        )
    return found


def _has_forms() -> bool:
    from wagtail.models import get_page_models

    from twinning.submissions.pages import FormPage

    return any(issubclass(model, FormPage) for model in get_page_models())


def _is_a(name: str, wanted: Sequence[str]) -> bool:
    """Whether a class, by its dotted name, is one of some others, or extends one."""
    if name in wanted:
        return True
    try:
        found = import_string(name)
    except ImportError:
        return False  # Django says so
    lineage = getattr(found, "__mro__", ())
    return any(f"{one.__module__}.{one.__qualname__}" in wanted for one in lineage)


@register()
def check_workflows(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """The last approval of a translation publishes it as ours does (ADR 37)."""
    if not apps.is_installed(_TRANSLATION):
        return []
    name = getattr(settings, "WAGTAIL_FINISH_WORKFLOW_ACTION", WAGTAILS_FINISH)
    if name != WAGTAILS_FINISH:
        return []
    return [
        Error(
            "The last approval would publish as Wagtail does: past the rights of teams, and "
            "without noting which words of a translation were approved.",
            hint=f'Set WAGTAIL_FINISH_WORKFLOW_ACTION = "{OUR_FINISH}".',
            id="twinning.E017",
        )
    ]


@register(Tags.urls)
def check_addresses(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Every address that an answer may name is one."""
    return [
        Error(words, hint=f"Add to urls.py: {hint}", id="twinning.E015")
        for words, hint in _unaddressed()
    ]


def _unaddressed() -> Iterator[tuple[str, str]]:
    own = 'path("", include("twinning.plugin_urls")), before wagtail.urls.'
    if not _is_address(f"{NAMESPACE}:openapi-json"):
        yield "The Content API has no address.", own
    if not _is_address("twinning_rendition", "signature", 1, "spec", "name.jpg"):
        yield "Pictures have no address in sizes that have not been made.", own
    if not _is_address("wagtail_serve", ""):
        yield "Pages have no address.", 'path("", include("wagtail.urls")), last.'
    if apps.is_installed("stories") and not _is_address("stories:feed"):
        yield "Stories have no feed.", 'path("", include("stories.urls")), beside wagtail.urls.'
    if apps.is_installed(_TRANSLATION):
        if not _is_address("review:draft", "1-1." + "a" * 43):
            hint = 'path("", include("twinning.translation.review.urls")), beside wagtail.urls.'
            yield "Links for reviews have no address.", hint
        if not _is_guarded():
            hint = 'path("admin/", include("twinning.translation.guards.urls")), before the admin.'
            yield "Choosing pages in the admin is not bound to anybody's languages.", hint


def _is_address(name: str, *arguments: Any) -> bool:
    try:
        reverse(name, args=arguments)
    except NoReverseMatch:
        return False
    return True


def _is_guarded() -> bool:
    if not _is_address("wagtailadmin_explore", 1):
        return True  # there is no admin
    # Our views stand before Wagtail's own under the same address, and have no name.
    return resolve(reverse("wagtailadmin_explore", args=[1])).url_name != "wagtailadmin_explore"


@register(Tags.database)
def check_default_site(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None, **kwargs: Any
) -> list[CheckMessage]:
    """Some site answers for hosts that are nobody's own; asked for by `check --database default`.

    A warning: `migrate`, which asks too, stops at errors, and it is what makes the first site.
    """
    from wagtail.models import Site

    connection = connections[DEFAULT_DB_ALIAS]
    if DEFAULT_DB_ALIAS not in (databases or ()):
        return []
    if Site._meta.db_table not in connection.introspection.table_names():
        return []
    if Site.objects.filter(is_default_site=True).exists():
        return []
    return [
        Warning(
            "No site is the default one: the Content API knows no site for most hosts.",
            hint="Mark one as “Is default site” in the admin's settings, under Sites.",
            id="twinning.W004",
        )
    ]
