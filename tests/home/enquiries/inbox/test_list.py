"""The list: its columns, order, filters and search, at the same cost for any number."""

from datetime import datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import ReferenceIndex
from wagtail.search.index import class_is_indexed
from wagtail.users.models import UserProfile

from home.models import Enquiry
from tests import factories
from tests.building import translated
from tests.home.enquiries.inbox.conftest import INBOX

pytestmark = pytest.mark.django_db


def listed(client, query: str = "") -> list[str]:
    answer = client.get(f"{INBOX}?{query}")
    assert answer.status_code == 200
    return [enquiry.reference for enquiry in answer.context["object_list"]]


def cells(client, query: str = "") -> list[list[str]]:
    """The texts of the table's cells."""
    page = BeautifulSoup(client.get(f"{INBOX}?{query}").content, "html.parser")
    return [
        [" ".join(cell.get_text().split()) for cell in row.find_all("td")]
        for row in page.select("table.listing tbody tr")
    ]


def test_a_row_says_what_it_is(admin, people, towns) -> None:
    factories.InterestFactory(key="music", name="Music")
    factories.EnquiryFactory(
        reference="AAAA",
        town_key=towns["almelo"].translation_key,
        town_name="Almelo as it was",
        interest_key="music",
        interest_name="Muzyka",
        assignee=people["nimes"],
    )
    factories.EnquiryFactory(reference="BBBB", name="", town_name="Gone", interest_name="Gone too")
    second, first = cells(admin)
    assert first == [
        *("AAAA", "Just now", "Anna Nowak", "Almelo", "Music", "Polski", "New", "nimes"),
    ]
    assert second[2:5] == ["anna@example.org", "Gone", "Gone too"]


def test_towns_and_interests_are_named_in_the_editors_language(admin, people, towns, tree) -> None:
    UserProfile.objects.create(user=people["superuser"], preferred_language="fr")
    translated(tree.almelo, tree.locales["fr"], title="Almelo (fr)")
    interest = factories.InterestFactory(key="music", name="Music")
    french = interest.copy_for_translation(tree.locales["fr"])
    french.name = "Musique"
    french.save()
    factories.EnquiryFactory(
        town_key=tree.almelo.translation_key, town_name="Almelo", interest_key="music"
    )
    factories.EnquiryFactory(town_key=towns["nimes"].translation_key)
    assert [row[3] for row in cells(admin)] == ["Nîmes", "Almelo (fr)"]
    assert cells(admin)[1][4] == "Musique"


def test_the_newest_come_first_and_every_column_orders(admin) -> None:
    old = factories.EnquiryFactory(reference="OLD", name="Zoë")
    Enquiry.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=2))
    factories.EnquiryFactory(reference="NEW", name="Adam")
    assert listed(admin) == ["NEW", "OLD"]
    assert listed(admin, "ordering=created_at") == ["OLD", "NEW"]
    assert listed(admin, "ordering=-name") == ["OLD", "NEW"]
    for key in ("reference", "town_name", "interest_name", "answer_language", "state"):
        assert len(listed(admin, f"ordering={key}")) == 2
    assert len(listed(admin, "ordering=-assignee__last_name")) == 2
    assert listed(admin, "ordering=assignee__password") == ["NEW", "OLD"]


def test_there_are_pages(admin) -> None:
    factories.EnquiryFactory.create_batch(23)
    first, second = listed(admin), listed(admin, "p=2")
    assert (len(first), len(second)) == (20, 3)
    assert not set(first) & set(second)


@pytest.mark.parametrize("query", ["ABCD-1234", "abcd", "zofia", "ZOFIA@", "brass band", "Zofia N"])
def test_it_is_searched(admin, query) -> None:
    factories.EnquiryFactory()
    factories.EnquiryFactory(
        reference="ABCD-1234",
        name="Zofia Nowak",
        email="zofia@example.org",
        message="Our brass band travels.",
    )
    assert listed(admin, f"q={query}") == ["ABCD-1234"]
    assert listed(admin, f"q={query}x") == []
    assert len(listed(admin, "q=%00")) == 2


def test_what_is_written_is_in_no_index(db, people) -> None:
    assert not class_is_indexed(Enquiry)
    factories.EnquiryFactory(assignee=people["almelo"])
    assert not ReferenceIndex.model_is_indexable(Enquiry) or not (
        ReferenceIndex.get_references_to(people["almelo"]).exists()
    )


def test_filters_find_what_they_say(admin, people, towns) -> None:
    factories.InterestFactory(key="music", name="Music")
    almelo = towns["almelo"].translation_key
    factories.EnquiryFactory(reference="A", state="answered", town_key=almelo, interest_key="music")
    factories.EnquiryFactory(reference="B", answer_language="fr", assignee=people["superuser"])
    c = factories.EnquiryFactory(reference="C", assignee=people["almelo"])
    received = timezone.make_aware(datetime(2024, 5, 31, 23, 30))
    Enquiry.objects.filter(pk=c.pk).update(created_at=received)
    for query, found in {
        "state=answered": "A",
        "state=new": "BC",
        f"town={almelo}": "A",
        "town=null": "BC",
        "interest=music": "A",
        "language=fr": "B",
        "assignee=me": "B",
        f"assignee={people['almelo'].pk}": "C",
        "assignee=nobody": "A",
        "received_to=2024-05-31": "C",
        "received_from=2024-05-31&received_to=2024-05-31": "C",
        "received_from=2024-06-01": "AB",
        "state=new&language=fr&assignee=me": "B",
        "state=answered&language=fr": "",
    }.items():
        assert "".join(sorted(listed(admin, query))) == found, query


@pytest.mark.parametrize(
    "query",
    [
        *("state=open", "town=x", "interest=x", "language=la", "assignee=x", "assignee=99999"),
        *("received_from=soon", "town=" + "9" * 40, "state=%00"),
    ],
)
def test_a_filter_that_makes_no_sense_finds_nothing(admin, query) -> None:
    factories.EnquiryFactory()
    assert listed(admin, query) == []
    assert "7K3M" not in admin.get(f"{INBOX}?{query}&export=csv").content.decode()


@pytest.mark.parametrize("who", ["superuser", "partnership", "almelo"])
@pytest.mark.parametrize("query", ["", "export=csv", "export=xlsx"])
def test_the_number_of_queries_is_constant(clients, people, towns, who, query) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            clients[who].get(f"{INBOX}?{query}")
        return len(captured)

    def make(number: int) -> None:
        for index in range(number):
            factories.InterestFactory(key=f"key-{Enquiry.objects.count()}")
            factories.EnquiryFactory(
                town_key=towns["almelo"].translation_key,
                interest_key=f"key-{Enquiry.objects.count()}",
                assignee=people["almelo" if index % 2 else "superuser"],
            )

    make(2)
    queries()  # content types and sites are in the process's cache from now on
    few = queries()
    make(17)
    assert queries() == few
