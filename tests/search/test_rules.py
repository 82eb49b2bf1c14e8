"""The index is made anew where it is of other rules, and only there."""

import pytest
from wagtail.search import index

from search import rules
from search.models import IndexState
from stories.models import StoryPage
from twinning import releasing


@pytest.fixture
def made(monkeypatch) -> list[str]:
    """The commands that were called."""
    called: list[str] = []
    monkeypatch.setattr(rules, "call_command", lambda name, **options: called.append(name))
    return called


def step() -> None:
    dict(releasing.steps())["search_index"](lambda words: None)


@pytest.mark.django_db
def test_a_fresh_database_gets_an_index_and_the_next_release_finds_it(made) -> None:
    step()
    step()
    assert made == ["update_index"]
    assert IndexState.objects.count() == 1


@pytest.mark.django_db
def test_other_rules_make_it_anew_once(made, monkeypatch) -> None:
    step()
    monkeypatch.setattr(rules, "fingerprint", lambda: "another")
    step()
    step()
    assert made == ["update_index"] * 2
    assert IndexState.objects.get().fingerprint == "another"


@pytest.mark.django_db
def test_what_is_broken_off_is_begun_again(monkeypatch, made) -> None:
    def killed(name: str, **options: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(rules, "call_command", killed)
    with pytest.raises(RuntimeError):
        step()
    assert not IndexState.objects.exists()


@pytest.mark.parametrize("package", rules.PACKAGES)
def test_another_version_is_other_rules(monkeypatch, package: str) -> None:
    monkeypatch.setattr(rules, "version", lambda name: "1")
    before = rules.fingerprint.__wrapped__()
    monkeypatch.setattr(rules, "version", lambda name: "2" if name == package else "1")
    assert rules.fingerprint.__wrapped__() != before


def test_another_field_is_other_rules(monkeypatch) -> None:
    before = rules.fingerprint.__wrapped__()
    fields = StoryPage.search_fields
    monkeypatch.setattr(StoryPage, "search_fields", [*fields, index.SearchField("date_precision")])
    assert rules.fingerprint.__wrapped__() != before


def test_all_our_modules_are_there() -> None:
    parts = b"".join(rules._parts())
    assert b"analysis/stemming.py" in parts and b"def keep(" in parts
