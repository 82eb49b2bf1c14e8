"""The words that misspelt ones may mean: which are kept, proposed, forgotten."""

from wagtail.models import PageViewRestriction

from search import forgetting
from search.forgetting import forget
from search.models import Word
from tests.search.making import story


def test_misspelt_words_are_corrected_and_it_is_said(tree, find) -> None:
    story(tree, "Recklinghausen and Preston")
    found = find("recklinghuasen")
    assert [result.page.title for result in found.results()] == ["Recklinghausen and Preston"]
    assert found.is_corrected
    assert (found.asked.text, found.query.words) == ("recklinghuasen", ("Recklinghausen",))
    assert find("erck-linghausen").query.words == ("erck", "linghausen"), "too far from any"
    assert find("ercklinghausen").query.words == ("Recklinghausen",), "the first two swapped"
    assert not find("preston").is_corrected
    assert find("xylophone").rows == []


def test_words_of_pages_that_nobody_may_see_correct_nothing(tree, find) -> None:
    page = story(tree, "Confidential")
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert Word.objects.filter(spelling="confidential").exists()
    found = find("confidentail")
    assert (found.rows, found.is_corrected) == ([], False)


def test_nor_beside_other_words(tree, find) -> None:
    page = story(tree, "Confidential")
    story(tree, "The velodrome")
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    found = find("confidentail velodrome")
    assert [result.page.title for result in found.results()] == ["The velodrome"]
    assert (found.query.words, found.is_corrected) == (("confidentail", "velodrome"), False)
    found = find("confidentail veldrome")
    assert (found.query.words, found.is_corrected) == (("confidentail", "velodrome"), True)


def test_words_of_private_pages_are_not_kept(tree) -> None:
    PageViewRestriction.objects.create(page=tree.stories, restriction_type="login")
    story(tree, "Confidential")
    assert not Word.objects.filter(spelling="confidential").exists()


def test_words_of_pages_that_become_private_are_forgotten(tree) -> None:
    story(tree, "Confidential")
    PageViewRestriction.objects.create(page=tree.stories, restriction_type="login")
    forget()
    assert not Word.objects.filter(spelling="confidential").exists()


def test_words_of_pages_that_become_public_are_learnt(tree, find) -> None:
    restriction = PageViewRestriction.objects.create(page=tree.stories, restriction_type="login")
    story(tree, "The lumberjackets")
    forget()
    assert not Word.objects.filter(spelling="lumberjackets").exists()
    restriction.delete()
    forget()
    assert find("lumbrejackets").query.words == ("lumberjackets",)


def test_words_that_no_page_has_any_more_are_forgotten(tree, find) -> None:
    gone = story(tree, "A visit to the velodrome by Przemysława")
    story(tree, "The velodrome in winter")
    assert Word.objects.filter(spelling="przemyslawa").exists()
    gone.delete()
    assert forget() >= 1
    assert not Word.objects.filter(spelling__in=["przemyslawa", "visit"]).exists()
    assert find("veldrome", "en").query.words == ("velodrome",)


def test_words_of_a_page_that_is_published_meanwhile_are_not_forgotten(tree, monkeypatch) -> None:
    draft = story(tree, "Przemysława")
    draft.unpublish()
    read = forgetting._documents

    def documents_and_a_publication(since=None):
        yield from read(since)
        if since is None:
            draft.save_revision().publish()

    monkeypatch.setattr(forgetting, "_documents", documents_and_a_publication)
    forgetting.forget()
    assert Word.objects.filter(spelling="przemyslawa").exists()
    draft.refresh_from_db()
    draft.unpublish()
    monkeypatch.undo()
    assert forgetting.forget() >= 1, "it was forgotten by the first, else"


def test_words_of_drafts_are_not_kept(tree) -> None:
    story(tree, "Przemysława has not told it yet", live=False)
    assert not Word.objects.filter(spelling="przemyslawa").exists()
