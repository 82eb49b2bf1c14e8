"""The board: rows, cells and where they lead, filters and search."""

from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from wagtail.models import Page, PageViewRestriction
from wagtail.users.models import UserProfile

from stories.models import StoryPage
from tests.building import translated
from tests.twinning.translation.board.conftest import BOARD, soup, state, text

pytestmark = pytest.mark.django_db

ABOVE = "The page above it is missing too"


def titles(page: BeautifulSoup) -> list[str]:
    return [text(tag) for tag in page.select(".board__table tbody .board__title")]


def row_of(page: BeautifulSoup, title: str) -> dict:
    """The cells of a page's row by language."""
    codes = [tag["lang"] for tag in page.select("thead th span[lang]")]
    for row in page.select(".board__table tbody tr"):
        if text(row.select_one(".board__title")) == title:
            return dict(zip(codes, row.select(".board__cell"), strict=True))
    raise AssertionError(title)


def words(page: BeautifulSoup, title: str) -> dict[str, str]:
    """What the cells of a row say to those who see it."""
    found = row_of(page, title)
    for cell in found.values():
        for hidden in cell.select(".w-sr-only, .board__language"):
            hidden.extract()
    return {code: text(cell) for code, cell in found.items()}


def links(page: BeautifulSoup, title: str) -> dict[str, str]:
    """Where the cells of a row lead; those that lead nowhere are not among them."""
    found = row_of(page, title)
    return {code: cell.a["href"] for code, cell in found.items() if cell.a}


def edit(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def submit(page: Page, code: str) -> str:
    address = reverse("wagtail_localize:submit_page_translation", args=[page.pk])
    return f"{address}?select_locale={code}"


def test_a_row_says_how_far_each_language_is(client_of) -> None:
    page = soup(client_of("admin"))
    assert words(page, "Almelo") == {
        "en": "Original",
        "nl": "Stale 3 segments, 41 words",
        "fr": f"Missing {ABOVE}",
        "de": f"Missing {ABOVE}",
        "pl": "By a machine, unread 5 segments to read",
    }
    assert words(page, "A race")["pl"] == "Draft 2 segments, 7 words"
    assert words(page, "Home") == {
        **dict.fromkeys(["nl", "pl"], "Up to date"),
        **dict.fromkeys(["fr", "de"], "Missing"),
        "en": "Original",
    }


def test_one_segment_and_one_word_are_one(client_of, pages) -> None:
    state(pages["almelo_nl"], stale_segments=1, stale_words=1)
    state(pages["almelo_pl"], machine_segments=1)
    found = words(soup(client_of("admin")), "Almelo")
    assert found["nl"] == "Stale 1 segment, 1 word"
    assert found["pl"] == "By a machine, unread 1 segment to read"


def test_an_original_that_is_not_published_says_so(client_of, pages) -> None:
    Page.objects.filter(pk=pages["story"].pk).update(live=False)
    assert words(soup(client_of("admin")), "A race")["en"] == "Original Not published"


def test_a_row_says_where_the_page_lies_and_what_it_is(client_of) -> None:
    page = soup(client_of("admin"))
    row = next(
        row
        for row in page.select(".board__table tbody tr")
        if "A race" in text(row.select_one(".board__title"))
    )
    assert text(row.select_one(".board__place")) == "Towns › Almelo"
    assert text(row.th).endswith("Story")
    assert text(row.select_one(".board__town")) == "Almelo"


def test_rows_come_as_the_tree_does_and_those_of_other_trees_after(client_of) -> None:
    assert titles(soup(client_of("admin"))) == [
        *("Home", "Towns", "Almelo", "A race", "Stories", "Opowieść"),
    ]


def test_titles_are_in_the_readers_language_or_the_originals(client_of, people) -> None:
    UserProfile.objects.create(user=people["admin"], preferred_language="pl")
    page = soup(client_of("admin"))
    assert titles(page) == ["Home", "Towns", "Almelo (pl)", "Wyścig", "Stories", "Opowieść"]
    languages = {text(tag): tag["lang"] for tag in page.select(".board__title")}
    assert languages["Almelo (pl)"] == "pl" and languages["Stories"] == "en"


def test_the_table_is_one_for_screen_readers(client_of) -> None:
    table = soup(client_of("admin")).select_one("table.board__table")
    assert table is not None and text(table.caption)
    assert {tag["scope"] for tag in table.select("thead th")} == {"col"}
    assert {tag["scope"] for tag in table.select("tbody th")} == {"row"}
    for cell in table.select(".board__cell"):
        assert cell.select_one("svg[aria-hidden=true]")
    assert text(table.select_one(".board__cell a")) == "Original : Home (English)"


def test_no_style_and_no_script_is_in_the_page(client_of) -> None:
    page = soup(client_of("admin"))
    board = page.select_one(".board")
    assert board is not None and not board.select("[style], script, style")


# Where cells lead


def test_cells_lead_to_the_editor_or_to_where_a_translation_begins(client_of, pages) -> None:
    page = soup(client_of("admin"))
    assert links(page, "Almelo") == {
        "en": edit(pages["almelo"]),
        "nl": edit(pages["almelo_nl"]),
        "fr": submit(pages["almelo"], "fr"),
        "de": submit(pages["almelo"], "de"),
        "pl": edit(pages["almelo_pl"]),
    }
    assert links(page, "Opowieść")["en"] == submit(pages["own"], "en")


def test_a_translation_begins_at_the_original_whatever_its_language(client_of, pages, tree) -> None:
    english = translated(pages["own"], tree.locales["en"], title="A tale", draft_title="A tale")
    state(english)
    assert links(soup(client_of("admin")), "A tale")["fr"] == submit(pages["own"], "fr")


def test_a_translator_is_led_to_their_own_language_alone(client_of, pages) -> None:
    page = soup(client_of("translator"))
    assert links(page, "Almelo") == {"pl": edit(pages["almelo_pl"])}
    assert links(page, "Stories") == {"pl": submit(pages["stories"], "pl")}
    assert words(page, "Almelo")["nl"] == "Stale 3 segments, 41 words"


def test_a_team_is_led_to_its_language_and_to_its_town_in_all(client_of, pages) -> None:
    page = soup(client_of("almelo"))
    assert links(page, "Almelo") == {
        "en": edit(pages["almelo"]),
        "nl": edit(pages["almelo_nl"]),
        "fr": submit(pages["almelo"], "fr"),
        "de": submit(pages["almelo"], "de"),
        "pl": edit(pages["almelo_pl"]),
    }
    assert links(page, "Stories") == {"nl": submit(pages["stories"], "nl")}
    assert links(page, "Home") == {"nl": edit(pages["home_nl"])}


def test_the_readers_own_languages_are_marked(client_of) -> None:
    page = soup(client_of("translator"))
    assert [text(tag) for tag in page.select("th.board__mine")] == ["Polski your language"]
    assert soup(client_of("admin")).select("th.board__mine") == []


# Who sees what


def test_whoever_has_nothing_to_do_with_pages_gets_403_and_no_way_there(client_of) -> None:
    stranger = client_of("stranger")
    for address in (BOARD, f"{BOARD}results/"):
        assert stranger.get(address).status_code == 403
    assert BOARD not in stranger.get("/admin/").content.decode()


def test_whoever_has_not_logged_in_is_asked_to(client) -> None:
    assert client.get(BOARD).status_code == 302


def test_drafts_and_private_pages_of_others_have_no_row(client_of, pages) -> None:
    Page.objects.filter(pk=pages["own"].pk).update(live=False)
    PageViewRestriction.objects.create(page=pages["stories"], restriction_type="login")
    assert titles(soup(client_of("admin"))) == [
        *("Home", "Towns", "Almelo", "A race", "Stories", "Opowieść"),
    ]
    # The team may explore Almelo in Polish, and so what is below it.
    assert titles(soup(client_of("almelo")))[-1] == "Opowieść"
    assert "Stories" not in titles(soup(client_of("almelo")))
    Page.objects.filter(pk=pages["story"].pk).update(live=False)
    assert "A race" not in titles(soup(client_of("translator")))
    assert "Wyścig" in titles(soup(client_of("translator")))


def test_the_way_is_in_the_menu_and_not_to_the_report(client_of) -> None:
    page = client_of("admin").get("/admin/").content.decode()
    assert f'"{BOARD}"' in page
    assert reverse("wagtail_localize:translations_report") not in page


# Filters


def query(**values: str) -> str:
    return BOARD + "?" + "&".join(f"{name}={value}" for name, value in values.items())


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ({"state": "stale"}, ["Almelo"]),
        ({"state": "machine"}, ["Almelo"]),
        ({"state": "draft"}, ["A race"]),
        ({"state": "fresh"}, ["Home", "Towns"]),
        ({"state": "original", "language": "pl"}, ["Opowieść"]),
        ({"state": "stale", "language": "pl"}, []),
        ({"state": "machine", "language": "pl"}, ["Almelo"]),
        ({"state": "missing", "language": "nl"}, ["A race", "Stories", "Opowieść"]),
        ({"state": "missing", "language": "en"}, ["Opowieść"]),
        ({"state": "to-do", "language": "pl"}, ["Almelo", "A race", "Stories"]),
        ({"state": "nonsense"}, []),
        ({"language": "xx"}, []),
        ({"town": "not-a-key"}, []),
        ({"kind": "'"}, []),
        ({"q": "ALMELO (P"}, ["Almelo"]),
        ({"q": "%"}, []),
        ({"q": "opowie"}, ["Opowieść"]),
        ({"q": "almelo", "state": "fresh"}, []),
    ],
)
def test_filters_and_search(client_of, values, found) -> None:
    assert titles(soup(client_of("admin"), query(**values))) == found


def test_a_town_is_its_page_and_all_below_it_in_any_language(client_of, pages) -> None:
    address = query(town=str(pages["almelo"].translation_key))
    assert titles(soup(client_of("admin"), address)) == ["Almelo", "A race", "Opowieść"]


def test_a_type_of_page(client_of) -> None:
    kind = ContentType.objects.get_for_model(StoryPage).pk
    assert titles(soup(client_of("admin"), query(kind=str(kind)))) == ["A race", "Opowieść"]


def test_a_language_shows_its_column_alone(client_of) -> None:
    page = soup(client_of("translator"), query(language="mine", state="to-do"))
    assert list(row_of(page, "Almelo")) == ["pl"]
    assert titles(page) == ["Almelo", "A race", "Stories"]
    assert [tag["lang"] for tag in page.select("thead span[lang]")] == ["pl"]


def test_who_works_in_every_language_is_not_asked_which_are_theirs(client_of) -> None:
    assert soup(client_of("admin")).select("input[name=language][value=mine]") == []
    assert soup(client_of("translator")).select("input[name=language][value=mine]")


def test_results_alone_are_no_whole_page(client_of) -> None:
    answer = client_of("admin").get(f"{BOARD}results/?state=stale")
    assert b"<html" not in answer.content
    assert titles(BeautifulSoup(answer.content, "html.parser")) == ["Almelo"]


def test_every_address_on_the_board_can_be_opened(client_of) -> None:
    admin = client_of("admin")
    page = soup(admin)
    for address in {tag["href"] for tag in page.select(".board a")}:
        assert admin.get(address).status_code == 200, address
        chosen = parse_qs(urlsplit(address).query).get("select_locale")
        assert chosen is None or chosen[0] in {"en", "nl", "fr", "de", "pl"}
