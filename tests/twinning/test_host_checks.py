"""Mistakes of a site that installs the plugin are named, each with an id and a hint."""

import sys
from types import ModuleType

import pytest
from django.apps import apps
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured
from django.middleware.locale import LocaleMiddleware
from django.urls import clear_url_caches, include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.models import Site

from twinning import conf, host_checks, plugin


def _found() -> dict[str, list[str]]:
    ids: dict[str, list[str]] = {}
    for message in run_checks():
        if not str(message.id).startswith("twinning."):
            continue
        assert message.hint, message
        ids.setdefault(str(message.id), []).append(message.msg)
    return ids


@pytest.fixture
def without(monkeypatch: pytest.MonkeyPatch):
    installed = apps.is_installed

    def leave_out(*names: str) -> None:
        monkeypatch.setattr(
            apps, "is_installed", lambda name: name not in names and installed(name)
        )

    return leave_out


def test_this_site_makes_none_of_them() -> None:
    assert _found() == {}
    assert host_checks.missing_apps() == {}


@pytest.mark.parametrize("name", ["twinning.changes", "twinning.mail", "towns", "ninja"])
def test_an_app_that_is_missing(without, name: str) -> None:
    without(name)
    found = " ".join(_found()["twinning.E010"])
    assert f": {name}" in found
    with pytest.raises(ImproperlyConfigured, match=r"twinning\.E010"):
        host_checks.refuse_without("stories")


def test_wagtails_own_apps_are_named_as_well(without) -> None:
    without("wagtail.contrib.redirects", "wagtail.documents")
    with pytest.raises(ImproperlyConfigured, match=r"redirects, wagtail\.documents\."):
        host_checks.refuse_without("twinning.content_api")


def test_the_levels_name_apps_that_there_are() -> None:
    for name in {*plugin.CONTENT_API, *plugin.ROOMS, *plugin.TRANSLATION}:
        assert apps.is_installed(name), name


def test_apps_in_the_wrong_order(monkeypatch: pytest.MonkeyPatch) -> None:
    configs = list(apps.get_app_configs())
    configs.sort(key=lambda config: config.name == "twinning.translation")
    monkeypatch.setattr(apps, "get_app_configs", lambda: configs)
    assert len(_found()["twinning.E011"]) == 2


def test_middleware(settings, without) -> None:
    settings.MIDDLEWARE = [
        "twinning.delivery.middleware.DeliveryMiddleware",
        "django.middleware.locale.LocaleMiddleware",
    ]
    assert {"twinning.E012", "twinning.W003", "twinning.W005"} <= _found().keys()
    without("twinning.translation", "towns", "stories")
    found = _found()
    assert "twinning.E012" not in found and "twinning.W005" not in found, "only where it is needed"
    settings.MIDDLEWARE = ["django.middleware.common.CommonMiddleware"]
    assert "twinning.E006" in _found()


def test_no_middleware_speaks_the_language_of_a_path(settings) -> None:
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if name != host_checks.OUR_LOCALE]
    assert "twinning.W006" in _found()
    settings.MIDDLEWARE += ["tests.twinning.test_host_checks.OwnLocaleMiddleware"]
    assert "twinning.W006" not in _found(), "a site's own may extend Django's"
    settings.MIDDLEWARE = settings.MIDDLEWARE[:-1]
    settings.LANGUAGES = [("en", "English")]
    assert "twinning.W006" not in _found(), "there is one language"


class OwnLocaleMiddleware(LocaleMiddleware):
    """Of a site that has changed Django's."""


def test_requests_in_one_transaction(settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(settings.DATABASES["default"], "ATOMIC_REQUESTS", True)
    assert "twinning.E016" in _found()
    monkeypatch.setattr(host_checks, "_has_forms", lambda: False)
    assert "twinning.E016" not in _found(), "nothing else minds"


def test_who_publishes_what_was_approved(settings, without) -> None:
    settings.WAGTAIL_FINISH_WORKFLOW_ACTION = "mysite.workflows.publish"
    assert "twinning.E017" not in _found(), "a site's own may call ours"
    del settings.WAGTAIL_FINISH_WORKFLOW_ACTION
    assert "twinning.E017" in _found()
    without("twinning.translation")
    assert "twinning.E017" not in _found()


@pytest.mark.parametrize(
    ("name", "is_warned"),
    [
        ("django.core.mail.backends.smtp.EmailBackend", True),
        ("twinning.mail.smtp.EmailBackend", True),
        ("django.core.mail.backends.console.EmailBackend", False),
        ("twinning.mail.backend.OutboxBackend", False),
    ],
)
def test_a_mail_server_that_forms_would_wait_for(settings, name: str, is_warned: bool) -> None:
    settings.EMAIL_BACKEND = name
    assert ("twinning.W007" in _found()) == is_warned


def test_languages(settings) -> None:
    settings.LANGUAGE_CODE = "en-us"
    settings.WAGTAIL_I18N_ENABLED = False
    assert {"twinning.E013", "twinning.E014"} <= _found().keys()
    settings.LANGUAGES = [("it", "Italiano")]
    settings.WAGTAIL_CONTENT_LANGUAGES = [("it", "Italiano")]
    settings.LANGUAGE_CODE = "it"
    assert not {"twinning.E001", "twinning.E013", "twinning.E014"} & _found().keys()


@pytest.mark.parametrize("written", [[], "x", None])
def test_a_setting_that_is_no_dict(settings, written: object) -> None:
    settings.TWINNING = written
    assert conf.get("REVIEW_DAYS") == conf.DEFAULTS["REVIEW_DAYS"]
    assert _found()["twinning.E002"] == ["TWINNING is no dict."]


def test_addresses(settings, monkeypatch: pytest.MonkeyPatch) -> None:
    urls = ModuleType("bare_urls")
    urls.urlpatterns = [
        path("admin/", include(wagtailadmin_urls)),
        path("", include(wagtail_urls)),
    ]
    monkeypatch.setitem(sys.modules, "bare_urls", urls)
    settings.ROOT_URLCONF = "bare_urls"
    clear_url_caches()
    found = " ".join(message.msg for message in host_checks.check_addresses(None))
    for word in ("Content API", "Pictures", "feed", "reviews", "languages"):
        assert word in found
    assert "Pages have no address" not in found
    clear_url_caches()


def test_a_site_without_a_default(tree) -> None:
    assert host_checks.check_default_site(None, ["default"]) == []
    Site.objects.update(is_default_site=False)
    assert [found.id for found in host_checks.check_default_site(None, ["default"])] == [
        "twinning.W004"
    ]
    assert host_checks.check_default_site(None, []) == []
