"""The content of a first run: begun, broken off, completed; nothing doubled or brought back."""

from io import StringIO

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from wagtail.models import Page, Site

from home.demo import loader, source
from home.demo.translations import UntranslatedError
from home.management.commands import release
from home.models import DemoContent, EnquiryField, EnquiryPage, SiteSettings
from tests.tools import demo
from towns import rights
from towns.models import Interest, TownTeam, TwinLink
from twinning.media.models import TwinningImage
from twinning.translation.models import GlossaryName, GlossaryTerm
from twinning.translation.rights import granting


class Killed(BaseException):
    """Not an Exception, as a killed process runs no handlers."""


@pytest.fixture
def few_pages(monkeypatch) -> list[source.PageSource]:
    """The real content, but of few pages and one language, so that a load takes a second."""
    keys = {
        "home",
        "home/towns",
        "home/towns/almelo",
        "home/towns/almelo/mosaic-bench",
        "home/stories",
        "home/get-involved",
        "home/privacy",
    }
    pages = [page for page in source.pages() if page.key in keys]
    for page in pages:
        page.fields.pop("hero_call", None)
        page.fields["body"] = [
            block for block in page.fields.get("body", []) if "page:" not in str(block)
        ]
    monkeypatch.setattr(source, "pages", lambda: pages)
    menu = [{"label": "Towns", "page": "page:home/towns"}]
    monkeypatch.setattr(
        source,
        "navigation",
        lambda: {
            **NAVIGATION,
            "header": menu,
            "footer": menu,
            "enquiry_page": "page:home/towns",
        },
    )
    monkeypatch.setattr(loader.library.Encoder, "begin", lambda self, keys: None)
    return pages


NAVIGATION = source.navigation()


def load(monkeypatch, break_at: int | None = None) -> int:
    """Load without translations; count the steps, or be killed in one of them."""
    steps = 0

    def count(name: str) -> None:
        original = getattr(loader._Loader, name)

        def step(self, *args):
            nonlocal steps
            steps += 1
            result = original(self, *args)
            if steps == break_at:
                raise Killed
            return result

        patch.setattr(loader._Loader, name, step)

    with monkeypatch.context() as patch:
        for name in ("picture", "interest", "place", "fill", "settings"):
            count(name)
        patch.setattr(loader._Loader, "targets", [], raising=False)
        original = loader._Loader.__init__

        def only_english(self, say) -> None:
            original(self, say)
            self.targets = []

        patch.setattr(loader._Loader, "__init__", only_english)
        loader.load(lambda line: None)
    return steps


def counts() -> dict[str, int]:
    models = (
        *(Page, TwinningImage, Interest, TwinLink, EnquiryField),
        *(SiteSettings, Site, DemoContent, GlossaryTerm, GlossaryName),
    )
    return {model.__name__: model.objects.count() for model in models}


def test_an_empty_database_needs_the_content_and_a_used_one_does_not(db, tree) -> None:
    assert not loader.needed()


def test_a_new_database_needs_the_content(db) -> None:
    assert loader.needed()


def test_what_was_broken_off_is_completed_and_nothing_is_doubled(
    db, few_pages, monkeypatch, settings
) -> None:
    import os

    for break_at in (1, 7, 22, 23, 30, 43, 45, 48, 50, 52, 54, 56):
        with pytest.raises(Killed):
            load(monkeypatch, break_at)
        assert loader.needed()
    load(monkeypatch)
    assert not loader.needed()
    assert counts() == {
        "Page": len(few_pages) + 1,
        "TwinningImage": 22,
        "Interest": 20,
        "TwinLink": 2,
        "EnquiryField": 9,
        "SiteSettings": 1,
        "Site": 1,
        "DemoContent": 1,
        "GlossaryTerm": 88,
        "GlossaryName": 440,
    }
    assert Page.objects.filter(depth__gt=1, live=False).count() == 0
    assert len(os.listdir(settings.MEDIA_ROOT / "original_images")) == 22
    assert len(set(Page.objects.values_list("url_path", flat=True))) == len(few_pages) + 1


def test_what_somebody_deleted_stays_deleted(db, few_pages, monkeypatch) -> None:
    load(monkeypatch)
    Page.objects.get(slug="mosaic-bench").delete()
    assert not loader.needed()


def test_a_form_has_its_fields_with_the_keys_of_their_choices(db, few_pages, monkeypatch) -> None:
    load(monkeypatch)
    page = EnquiryPage.objects.get(slug="get-involved")
    keys = [field["key"] for field in _written("home/get-involved").fields["form_fields"]]
    assert [field.key for field in page.form_fields.all()] == keys
    for version in (page, page.get_latest_revision_as_object()):
        wishes = version.form_fields.get(clean_name="wishes")
        assert wishes.translation_key == source.stable_id("home/get-involved/form_fields/wishes")
        assert wishes.pk is not None
        assert wishes.choices.splitlines()[:2] == ["Visit a twin town", "Welcome a guest"]
        assert wishes.choice_keys.splitlines()[:2] == ["visit-a-twin-town", "welcome-a-guest"]


def test_rich_text_beside_the_body_links_to_pages(db, few_pages, monkeypatch) -> None:
    load(monkeypatch)
    page = EnquiryPage.objects.get(slug="get-involved")
    privacy = Page.objects.get(slug="privacy")
    assert f'<a linktype="page" id="{privacy.pk}">' in page.consent_text
    assert "/en/privacy/" in page.consent_html()


def test_choices_have_as_many_lines_in_each_language() -> None:
    for page in demo.pages().values():
        for field in page.fields.get("form_fields", []):
            lines = len(field.get("choices", "").splitlines())
            identifier = source.stable_id(page.key, "form_fields", field["key"])
            for language in demo.LANGUAGES[1:]:
                words = demo.segment(language, page, f"form_fields.{identifier}.choices")
                assert len(words.split("<br/>")) == max(lines, 1), (language, field["key"])


def test_identifiers_are_the_same_on_every_machine() -> None:
    almelo = _written("home/towns/almelo")
    assert str(almelo.translation_key) == str(source.stable_id("home/towns/almelo"))
    assert str(source.stable_id("home")) == "f426d759-10ca-56a3-b8c6-45f94b485201"


def test_a_translation_that_does_not_match_is_refused(db, few_pages, monkeypatch, tmp_path) -> None:
    from home.demo import translations

    load(monkeypatch)
    home = few_pages[0]
    page = Page.objects.get(translation_key=home.translation_key)
    locale = loader._locale("pl")
    broken = tmp_path / "home.po"
    broken.write_text('msgid ""\nmsgstr ""\n\nmsgctxt "title"\nmsgid "Other"\nmsgstr "Inny"\n')
    monkeypatch.setattr(source, "po_path", lambda language, key: broken)
    with pytest.raises(UntranslatedError, match=r"in pl: 0 of \d+ segments"):
        translations.translate_page(home, page.pk, locale)
    assert not Page.objects.filter(locale=locale).exists()


def _written(key: str) -> source.PageSource:
    return next(page for page in source.pages() if page.key == key)


def test_the_pictures_lie_where_every_team_may_choose_them(db, few_pages, monkeypatch) -> None:
    granting.sync()
    load(monkeypatch)
    found = TwinningImage.objects.values_list("collection", flat=True).distinct()
    assert list(found) == [rights.shared_collection().pk]
    almelo = Page.objects.get(slug="almelo")
    assert TownTeam.objects.filter(town_key=str(almelo.translation_key)).exists()
    assert not granting.difference()


def test_a_deployment_makes_roles_once(db, monkeypatch) -> None:
    """What an administrator has taken away does not come back with the next one."""

    def only_rights(name: str, *args, **options) -> None:
        if name == "sync_rights":
            call_command(name, stdout=StringIO(), stderr=StringIO())

    monkeypatch.setattr(release, "call_command", only_rights)
    release.Command().handle()
    editors = Group.objects.get(twinning_role__kind="editors")
    assert editors.permissions.exists()
    editors.permissions.clear()
    release.Command().handle()
    assert not editors.permissions.exists()
