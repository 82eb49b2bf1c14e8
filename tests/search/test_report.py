"""What nothing was found for: what is noted, who may see it, the list, its files, the end of it."""

import csv
import io
from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.utils import timezone
from openpyxl import load_workbook
from wagtail.users.models import UserProfile

from search.asking.query import parse
from search.misses import note
from search.models import Miss

LIST = "/admin/searches-without-result/"
PICKS = "/admin/searchpicks/"


@pytest.fixture
def misses(db) -> list[Miss]:
    rows = [
        ("en", "zeppelin", 3, date(2026, 3, 1)),
        ("pl", "sterowiec", 7, date(2026, 4, 2)),
        ("en", "velodrome", 7, date(2026, 5, 3)),
    ]
    columns = ("language", "words", "count", "last_on")
    return [Miss.objects.create(**dict(zip(columns, row, strict=True))) for row in rows]


def listed(client, **parameters: str) -> list[list[str]]:
    soup = BeautifulSoup(client.get(LIST, parameters).content, "html.parser")
    rows = soup.select("table.listing tbody tr")
    return [
        [next(cell.stripped_strings, "") for cell in row.select("td")][:4]
        for row in rows
        if row.select("td")
    ]


def test_the_most_frequent_come_first(admin_client, misses) -> None:
    assert listed(admin_client) == [
        ["velodrome", "English", "7", "3 May 2026"],
        ["sterowiec", "Polski", "7", "2 April 2026"],
        ["zeppelin", "English", "3", "1 March 2026"],
    ]
    by_words = listed(admin_client, ordering="words")
    assert [row[0] for row in by_words] == ["sterowiec", "velodrome", "zeppelin"]


def test_one_language_or_words_are_picked(admin_client, misses) -> None:
    assert [row[0] for row in listed(admin_client, language="pl")] == ["sterowiec"]
    assert [row[0] for row in listed(admin_client, q="zepp")] == ["zeppelin"]


def test_it_is_taken_along_as_csv(admin_client, misses, admin_user) -> None:
    UserProfile.objects.create(user=admin_user, preferred_language="pl")
    response = admin_client.get(LIST, {"export": "csv", "language": "en"})
    assert "searches-without-result.csv" in response.headers["Content-Disposition"]
    head, *rows = csv.reader(io.StringIO(response.content.decode()))
    assert len(head) == 4
    assert "Język" in head
    assert rows == [
        ["velodrome", "English", "7", "2026-05-03"],
        ["zeppelin", "English", "3", "2026-03-01"],
    ]


def test_it_is_taken_along_as_xlsx(admin_client, misses) -> None:
    response = admin_client.get(LIST, {"export": "xlsx"})
    sheet = load_workbook(io.BytesIO(response.getvalue())).active
    head, first, *_rest = sheet.iter_rows(values_only=True)
    assert head == ("Words", "Language", "How often", "Last on")
    assert first[:3] == ("velodrome", "English", 7)


def test_an_entry_is_removed(admin_client, misses) -> None:
    address = f"{LIST}delete/{misses[0].pk}/"
    assert b"zeppelin" in admin_client.get(address).content
    admin_client.post(address)
    assert not Miss.objects.filter(words="zeppelin").exists()


class TestWhoMay:
    """Administrators and editors read and remove; town teams read."""

    @pytest.mark.parametrize(
        ("name", "reads", "removes"),
        [
            ("administrator", True, True),
            ("editor", True, True),
            ("team-kalisz", True, False),
            ("translator-pl", False, False),
            ("nobody", False, False),
        ],
    )
    def test_the_report(self, world, misses, name: str, reads: bool, removes: bool) -> None:
        client = world.client(name)
        assert (client.get(LIST).status_code == 200) is reads
        address = f"{LIST}delete/{misses[0].pk}/"
        assert (address.encode() in client.get(LIST).content) is removes
        assert (client.get(address).status_code == 200) is removes
        assert (LIST.encode() in client.get("/admin/").content) is reads

    @pytest.mark.parametrize(
        ("name", "may"),
        [
            ("administrator", True),
            ("editor", True),
            ("team-kalisz", False),
            ("translator-pl", False),
        ],
    )
    def test_recommendations(self, world, name: str, may: bool) -> None:
        client = world.client(name)
        assert (client.get(PICKS).status_code == 200) is may
        assert (client.get(f"{PICKS}add/").status_code == 200) is may
        assert (PICKS.encode() in client.get("/admin/").content) is may

    def test_there_is_no_way_to_write_one(self, admin_client, misses) -> None:
        for path in ("new/", f"edit/{misses[0].pk}/", f"history/{misses[0].pk}/"):
            assert admin_client.get(f"{LIST}{path}").status_code == 404


def test_it_is_said_whom_a_recommendation_is_shown_to(admin_client) -> None:
    page = admin_client.get(f"{PICKS}add/").content.decode()
    assert "only to visitors who search in the page’s own language" in page


def test_wagtails_report_of_search_terms_is_not_offered(admin_client) -> None:
    assert b"/admin/searchpicks/reports" not in admin_client.get("/admin/").content


def test_they_are_forgotten_in_time(misses, settings, capsys) -> None:
    settings.TWINNING = {**settings.TWINNING, "KEEP_MISS_DAYS": 30}
    today = timezone.localdate()
    for miss, days in zip(misses, (29, 30, 400), strict=True):
        Miss.objects.filter(pk=miss.pk).update(last_on=today - timedelta(days=days))
    call_command("purge")
    assert [miss.words for miss in Miss.objects.all()] == ["zeppelin"]
    assert "searches" in capsys.readouterr().out


@pytest.mark.django_db
class TestNoting:
    """What is kept of a search, and what is not."""

    @pytest.mark.parametrize(
        "text",
        [
            "anna.nowak@example.org",
            "01772 123456",
            "06 12 34 56 78",
            "example.org/anna",
            "https://example.org/a",
            "x" * 61,
            "a longer text that somebody has pasted " * 3,
            "",
        ],
    )
    def test_what_may_be_somebodys_is_not_kept(self, text: str) -> None:
        note(parse(text, "en"))
        assert not Miss.objects.exists()

    def test_words_are_counted_by_language_whatever_their_case(self) -> None:
        for text, language in (("Zeppelin", "en"), ("ZEPPELIN", "en"), ("Zeppelin", "pl")):
            note(parse(text, language))
        assert set(Miss.objects.values_list("language", "words", "count")) == {
            ("en", "zeppelin", 2),
            ("pl", "zeppelin", 1),
        }

    def test_a_robot_fills_no_database(self, monkeypatch) -> None:
        monkeypatch.setattr("search.retention.MOST", 2)
        for word in ("zeppelin", "velodrome", "gondola", "gondola", "velodrome"):
            note(parse(word, "en"))
        call_command("purge")
        assert set(Miss.objects.values_list("words", flat=True)) == {"gondola", "velodrome"}
