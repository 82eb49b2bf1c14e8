"""The engine: what it finds, in which order, and what it tells of it."""

import unicodedata
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from wagtail.models import PageViewRestriction

from search import known, matching
from search.asking import compounds
from search.backends.documents import documents
from search.models import PageText
from stories.models import StoryPage
from tests import factories
from tests.search.making import in_language, story, term
from twinning.delivery.models import Generation


@pytest.mark.parametrize(
    ("code", "text", "query"),
    [
        ("en", "A meeting of two towns", "meetings"),
        ("nl", "Een uitwisseling van scholen", "uitwisselingen school"),
        ("fr", "Une rencontre à Nîmes", "rencontres nimes"),
        ("de", "Ein Verein für Städte", "Vereine Staedte"),
        ("de", "Grüße aus der Straße", "grusse strasse"),
        ("pl", "Wymiana szkół w Łodzi", "wymiany SZKOL lodzi"),
    ],
)
def test_words_are_found_in_other_forms_and_spellings(tree, titles, code, text, query) -> None:
    in_language(story(tree, "A story"), tree, code, title=text) if code != "en" else story(
        tree, text
    )
    assert titles(query, code) == [text]


def test_what_is_asked_for_is_found_in_titles_first_then_intros_then_bodies(tree, titles) -> None:
    body = [{"type": "rich_text", "value": "<p>A velodrome, and much else that is told.</p>"}]
    story(tree, "In the people", people="Velodrome")
    story(tree, "In the body", body=body)
    story(tree, "In the intro", intro="A velodrome.")
    story(tree, "Velodrome")
    story(tree, "The velodrome and its guests")
    assert titles("velodrome") == [
        "Velodrome",
        "The velodrome and its guests",
        "In the intro",
        "In the body",
        "In the people",
    ]


def test_what_a_story_says_of_a_town_counts_for_more_than_where_it_lies(tree, titles) -> None:
    body = [{"type": "rich_text", "value": "<p>Something of Almelo, and of much else.</p>"}]
    story(tree, "In the body", body=body)
    story(tree, "In the town", parent=tree.almelo)
    assert titles("almelo") == ["Almelo", "In the body", "In the town"]


def test_the_very_word_comes_before_its_other_forms(tree, titles) -> None:
    story(tree, "One", intro="They exchanged it.")
    story(tree, "Two", intro="They exchange it.")
    assert titles("exchange") == ["Two", "One"]
    assert titles("exchanged") == ["One", "Two"]


def test_all_words_come_before_some(tree, find) -> None:
    story(tree, "One", intro="A choir.")
    story(tree, "Two", intro="A choir and a bicycle.")
    found = find("choir bicycle")
    assert (found.total, found.has_all) == (1, True)
    found = find("choir tandem")
    assert (found.total, found.has_all) == (2, False)


def test_words_that_mean_nothing_are_not_asked_for(tree, find, titles) -> None:
    story(tree, "Choirs", intro="Singing together.")
    assert find("what are the choirs of").has_all
    assert titles("what are the choirs of") == ["Choirs"]
    story(tree, "The")
    assert titles("the")[0] == "The", "where nothing else is asked for"


@pytest.mark.parametrize(
    ("code", "text", "query"),
    [
        ("de", "Die Städtepartnerschaft", "Partnerschaft"),
        ("de", "Der Austausch von Schülern", "Schüleraustausch"),
        ("nl", "Het jumelagecomité", "comité"),
        ("nl", "Een bank in het park", "parkbank"),
        ("en", "A screen reader", "screenreader"),
        ("en", "Their handball club", "hand ball"),
    ],
)
def test_compounds_are_found_by_their_parts_and_parts_by_compounds(
    tree, titles, code, text, query
) -> None:
    made = story(tree, text if code == "en" else "Something else")
    if code != "en":
        in_language(made, tree, code, title=text)
    assert titles(query, code) == [text]


def test_words_are_taken_apart_into_such_as_the_site_has(tree, titles) -> None:
    made = story(tree, "Something else")
    in_language(made, tree, "de", title="Ein Platz voller Musik")
    assert titles("Volleyball", "de") == [], "that only part of it stands somewhere is not enough"
    assert list(compounds.of(["Volleyball"], "de").apart["Volleyball"]) == []


def test_very_long_words_are_not_taken_apart(tree) -> None:
    long = "Donaudampfschifffahrtsgesellschaft"
    assert len(list(compounds._splits(long[:30].lower(), "de"))) > 20
    assert list(compounds._splits(long.lower(), "de")) == []


def test_places_are_found_by_their_names_in_other_languages_and_cases(tree, titles) -> None:
    term("place", en=["Prague"], pl=["Praga", "Pragi", "Pradze"], nl=["Praag"])
    story(tree, "From Prague")
    polish = in_language(story(tree, "Elsewhere"), tree, "pl", title="Goście z Pragi")
    assert titles("Praag") == titles("praga") == titles("w Pradze") == ["From Prague"]
    assert titles("pradze", "pl") == titles("Prague", "pl") == [polish.title]


@pytest.mark.parametrize("typed", ["Köln", "Koln", "Koeln", "Keulen", "KOELN"])
def test_places_are_found_however_their_umlauts_are_typed(tree, titles, typed: str) -> None:
    term("place", en=["Cologne"], de=["Köln", "Kölns"], nl=["Keulen"])
    story(tree, "From Cologne")
    german = in_language(story(tree, "Elsewhere"), tree, "de", title="Aus Köln")
    assert titles(typed) == ["From Cologne"]
    assert titles(typed, "de") == [german.title]


def test_letters_whose_marks_stand_alone_are_found_and_find(tree, titles) -> None:
    made = story(tree, "Somewhere")
    apart = unicodedata.normalize("NFD", "Écurie élégante à Nîmes")
    french = in_language(made, tree, "fr", title=apart)
    for typed in ("écurie", "elegante", "nimes", unicodedata.normalize("NFD", "élégante nîmes")):
        assert titles(typed, "fr") == [french.title]


def test_a_letter_with_a_hyphen_is_left_out_of_no_word(tree, find, titles) -> None:
    story(tree, "By email")
    story(tree, "By e-mail")
    assert set(titles("e-mail")) == set(titles("email")) == {"By email", "By e-mail"}
    term(en=["E-mail"], fr=["courriel"])
    french = in_language(story(tree, "Elsewhere"), tree, "fr", title="L’e-mail du comité")
    assert titles("e-mail", "fr") == [french.title]
    told = find("e-mail")
    assert {str(result.title) for result in told.results()} == {
        "By <mark>email</mark>",
        "By e-<mark>mail</mark>",
    }


def test_a_title_comes_first_however_long_its_page_is(tree, titles) -> None:
    long = "Nothing of it stands in these words, which go on for a while. " * 300
    story(tree, "Our velodrome", body=[{"type": "rich_text", "value": f"<p>{long}</p>"}])
    story(tree, "Short", intro="Velodrome, velodrome.")
    tiny = {"type": "rich_text", "value": "<p>Velodrome, a velodrome.</p>"}
    story(tree, "Tiny", body=[tiny])
    assert titles("velodrome")[0] == "Our velodrome"


def test_places_are_found_with_and_without_the_articles_of_their_names(tree, titles) -> None:
    term("place", en=["The Hague"], nl=["Den Haag"], fr=["La Haye"])
    in_language(story(tree, "To The Hague"), tree, "nl", title="Een bezoek aan Den Haag")
    assert titles("The Hague", "nl") == titles("La Haye", "nl") == ["Een bezoek aan Den Haag"]
    assert titles("La Haye") == titles("Den Haag") == ["To The Hague"]


def test_towns_are_found_by_their_names_in_any_language(tree, titles) -> None:
    town = factories.TownPageFactory(parent=tree.towns, title="Brunswick", slug="brunswick")
    in_language(town, tree, "de", title="Braunschweig", slug="braunschweig")
    assert titles("Braunschweig") == ["Brunswick"]
    assert titles("brunswick", "de") == ["Braunschweig"]


def test_terms_are_found_by_other_names_in_their_language_alone(tree, titles) -> None:
    term(en=["twin town", "partner town"], fr=["ville jumelle"])
    story(tree, "Our twin towns")
    story(tree, "A twin town")
    assert titles("partner town") == ["A twin town"]
    assert titles("ville jumelle") == []


def test_who_has_more_than_are_counted_is_told(tree, find, monkeypatch) -> None:
    monkeypatch.setattr(matching, "MOST", 2)
    for number in range(2):
        story(tree, f"Velodrome {number}", parent=tree.almelo)
    assert (find("velodrome").total, find("velodrome").has_more) == (2, False)
    factories.StandardPageFactory(parent=tree.home, title="Velodrome 3")
    assert (find("velodrome").total, find("velodrome").has_more) == (2, True)


def test_the_best_are_those_that_are_counted(tree, titles, monkeypatch) -> None:
    """Wherever they are in the index."""
    monkeypatch.setattr(matching, "MOST", 2)
    for number in range(4):
        story(tree, f"First {number}", intro="A velodrome.")
    story(tree, "Velodrome")
    for number in range(4):
        story(tree, f"Last {number}", intro="A velodrome.")
    assert titles("velodrome")[0] == "Velodrome"


def test_where_few_are_ranked_the_shortest_titles_are_the_first_of_them(
    tree, titles, monkeypatch
) -> None:
    """However old they are; then what has the word elsewhere, the newest first."""
    monkeypatch.setattr(matching, "MOST_RANKED", 2)
    story(tree, "Velodrome")
    for number in range(3):
        story(tree, f"Old and new people of the velodrome {number}")
    for number in range(3):
        story(tree, f"Story {number}", intro="A velodrome.")
    found = titles("velodrome")
    assert found[0] == "Velodrome"
    assert all("velodrome" in title for title in found[1:4])
    assert found[4:] == ["Story 2", "Story 1", "Story 0"]


def test_a_title_with_one_of_two_words_is_among_those_that_are_ranked(
    tree, titles, monkeypatch
) -> None:
    monkeypatch.setattr(matching, "MOST_RANKED", 2)
    story(tree, "Velodrome", intro="With a choir.")
    for number in range(3):
        story(tree, f"Story {number}", intro="A choir, and a velodrome.")
    assert titles("velodrome choir")[0] == "Velodrome"


def test_what_is_ranked_comes_before_the_rest_however_far_its_words_are_apart(
    tree, titles, monkeypatch
) -> None:
    monkeypatch.setattr(matching, "MOST_RANKED", 1)
    for number in range(3):
        story(tree, f"Story {number}", intro="Of 1948 and 1955.")
    apart = f"<p>In 1948 {'and so on ' * 80} until 1955.</p>"
    story(tree, "Latest", body=[{"type": "rich_text", "value": apart}])
    assert titles("1948 1955")[0] == "Latest"


@pytest.mark.parametrize("remembered", [matching.pages.MOST_REMEMBERED, 0])
def test_what_is_remembered_of_pages_does_not_outlive_their_time(
    tree, find, monkeypatch, remembered
) -> None:
    """Nobody writes anything when a page's time is over."""
    monkeypatch.setattr(matching.pages, "MOST_REMEMBERED", remembered)
    monkeypatch.setattr(known, "in_transaction", lambda: False)
    soon = timezone.now() + timedelta(hours=1)
    story(tree, "Velodrome", expire_at=soon)
    in_language(story(tree, "Another"), tree, "nl", title="Velodrome elders", expire_at=soon)
    tree.stories.get_children().get(title="Another").delete()
    Generation.objects.update(number=10**7 + remembered)

    def found() -> list[str]:
        result = find("velodrome")
        return [one.page.title for one in [*result.results(), *result.elsewhere()]]

    assert found() == ["Velodrome", "Velodrome elders"]
    monkeypatch.setattr(timezone, "now", lambda: soon + timedelta(hours=1))
    assert found() == []


def test_indexing_asks_for_all_pages_together(tree, django_assert_max_num_queries) -> None:
    for number in range(6):
        story(tree, f"Story {number}").interests.add(factories.InterestFactory())
    pages = list(StoryPage.get_indexed_objects())
    with django_assert_max_num_queries(2):  # the languages
        for document in documents(pages):
            document.instance.search_facets()


def test_only_what_anybody_may_see_is_found(tree, titles) -> None:
    shown = story(tree, "Velodrome")
    story(tree, "Velodrome draft", live=False)
    secret = story(tree, "Velodrome secret")
    PageViewRestriction.objects.create(page=secret, restriction_type="login")
    over = timezone.now() - timedelta(minutes=1)
    story(tree, "Velodrome over", expire_at=over)
    assert titles("velodrome") == ["Velodrome"]
    shown.unpublish()
    assert titles("velodrome") == []


def test_what_is_published_is_found_before_its_transaction_ends(tree, titles) -> None:
    made = story(tree, "Something")
    made.title = "Velodrome"
    with transaction.atomic():
        made.save_revision().publish()
        assert titles("velodrome") == ["Velodrome"]
        assert titles("something") == []
    made.delete()
    assert titles("velodrome") == []
    assert not PageText.objects.filter(pk=made.pk).exists()


def test_a_draft_of_a_live_page_is_not_found(tree, titles) -> None:
    made = story(tree, "Something")
    made.title = "Velodrome"
    made.save_revision()
    assert titles("velodrome") == []
    assert titles("something") == ["Something"]


def test_pages_that_nobody_may_see_take_no_places(tree, titles, monkeypatch) -> None:
    monkeypatch.setattr(matching, "MOST", 3)
    shown = story(tree, "Something", intro="Of a velodrome.")
    section = factories.StandardPageFactory(parent=tree.home)
    PageViewRestriction.objects.create(page=section, restriction_type="login")
    over = timezone.now() - timedelta(minutes=1)
    for number in range(3):
        story(tree, f"Velodrome draft {number}", live=False)
        story(tree, f"Velodrome {number}", parent=section)
        story(tree, f"Velodrome over {number}", expire_at=over)
        factories.InterestFactory(name=f"Velodrome {number}")
    assert titles("velodrome") == [shown.title]


@pytest.mark.parametrize("name", ["Kalisz", "Kalisza", "Kaliszu", "Kaliszem", "Calisia"])
@pytest.mark.parametrize("language", ["en", "nl", "pl"])
def test_a_town_is_found_by_each_of_its_cases(tree, find, name: str, language: str) -> None:
    """Whatever case the page has it in."""
    names = ["Kalisz", "Kalisza", "Kaliszu", "Kaliszem", "Calisia"]
    term(**dict.fromkeys(["en", "nl", "fr", "de", "pl"], names))
    original = story(tree, "Something", intro="With Kaliszem in its text.")
    for code in ("nl", "pl"):
        in_language(original, tree, code, intro="Z Kaliszem.")
    found = find(name, language)
    assert [row.language for row in found.rows] == [language]
    assert not found.is_corrected


def test_what_is_found_is_marked_and_nothing_else_is_markup(tree, find) -> None:
    text = "x" * 300 + ". Before it. Here <b>stands</b> Łódź & more. " + "y " * 200
    story(tree, "A <i>Łódź</i>", intro=text)
    (result,) = find("lodz").results()
    assert result.title == "A &lt;i&gt;<mark>Łódź</mark>&lt;/i&gt;"
    assert "Here &lt;b&gt;stands&lt;/b&gt; <mark>Łódź</mark> &amp; more." in result.extract
    assert result.extract.startswith("… ") and result.extract.endswith(" …")
    assert len(result.extract) < 500
