"""The content of a first run: begun, broken off, completed; nothing doubled or brought back."""

import pytest
from wagtail.models import Page, Site

from home.demo import loader, source
from home.demo.translations import UntranslatedError
from home.models import DemoContent, SiteSettings
from towns.models import Interest, TwinLink
from twinning.media.models import TwinningImage


class Killed(BaseException):
    """Not an Exception, as a killed process runs no handlers."""


@pytest.fixture
def one_town(monkeypatch) -> list[source.PageSource]:
    """The real content, but of few pages and one language, so that a load takes a second."""
    keys = {"home", "home/towns", "home/towns/almelo", "home/towns/almelo/mosaic-bench"}
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
    models = (Page, TwinningImage, Interest, TwinLink, SiteSettings, Site, DemoContent)
    return {model.__name__: model.objects.count() for model in models}


def test_an_empty_database_needs_the_content_and_a_used_one_does_not(db, tree) -> None:
    assert not loader.needed()


def test_a_new_database_needs_the_content(db) -> None:
    assert loader.needed()


def test_what_was_broken_off_is_completed_and_nothing_is_doubled(
    db, one_town, monkeypatch, settings
) -> None:
    import os

    for break_at in (1, 7, 22, 23, 30, 43, 45, 47, 49, 50):
        with pytest.raises(Killed):
            load(monkeypatch, break_at)
        assert loader.needed()
    load(monkeypatch)
    assert not loader.needed()
    assert counts() == {
        "Page": len(one_town) + 1,
        "TwinningImage": 22,
        "Interest": 20,
        "TwinLink": 2,
        "SiteSettings": 1,
        "Site": 1,
        "DemoContent": 1,
    }
    assert Page.objects.filter(depth__gt=1, live=False).count() == 0
    assert len(os.listdir(settings.MEDIA_ROOT / "original_images")) == 22
    assert len(set(Page.objects.values_list("url_path", flat=True))) == len(one_town) + 1


def test_what_somebody_deleted_stays_deleted(db, one_town, monkeypatch) -> None:
    load(monkeypatch)
    Page.objects.get(slug="mosaic-bench").delete()
    assert not loader.needed()


def test_identifiers_are_the_same_on_every_machine() -> None:
    almelo = next(page for page in source.pages() if page.key == "home/towns/almelo")
    assert str(almelo.translation_key) == str(source.stable_id("home/towns/almelo"))
    assert str(source.stable_id("home")) == "f426d759-10ca-56a3-b8c6-45f94b485201"


def test_a_translation_that_does_not_match_is_refused(db, one_town, monkeypatch, tmp_path) -> None:
    from home.demo import translations

    load(monkeypatch)
    home = one_town[0]
    page = Page.objects.get(translation_key=home.translation_key)
    locale = loader._locale("pl")
    broken = tmp_path / "home.po"
    broken.write_text('msgid ""\nmsgstr ""\n\nmsgctxt "title"\nmsgid "Other"\nmsgstr "Inny"\n')
    monkeypatch.setattr(source, "po_path", lambda language, key: broken)
    with pytest.raises(UntranslatedError, match=r"in pl: 0 of \d+ segments"):
        translations.translate_page(home, page.pk, locale)
    assert not Page.objects.filter(locale=locale).exists()
