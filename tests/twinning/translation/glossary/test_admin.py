"""The glossary in the admin: a list by language, and one name in each language at most."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from tests.twinning.translation.terms import term
from twinning.translation.models import GlossaryTerm

LIST = "wagtailsnippets_translation_glossaryterm:list"
ADD = "wagtailsnippets_translation_glossaryterm:add"


def form(*names: tuple[str, str, str], **fields: str) -> dict[str, str]:
    """What the form sends."""
    data = {
        "kind": "place",
        "note": "A note.",
        "names-TOTAL_FORMS": str(len(names)),
        "names-INITIAL_FORMS": "0",
        "names-MIN_NUM_FORMS": "1",
        "names-MAX_NUM_FORMS": "1000",
        **fields,
    }
    for number, (language, text, forms) in enumerate(names):
        data |= {
            f"names-{number}-language": language,
            f"names-{number}-text": text,
            f"names-{number}-forms": forms,
            f"names-{number}-ORDER": str(number + 1),
        }
    return data


def rows(response) -> str:
    return " ".join(response.content.decode().split())


def test_a_term_is_made_with_its_names(admin_client) -> None:
    data = form(("en", "Prague", ""), ("pl", "Praga", "Pragi\r\nPradze, Pragą"))
    assert admin_client.post(reverse(ADD), data).status_code == 302
    made = GlossaryTerm.objects.get()
    assert str(made) == "Prague"
    assert made.names.get(language="pl").every_form == ["Praga", "Pragi", "Pradze", "Pragą"]


@pytest.mark.parametrize(
    "names",
    [
        [],
        [("en", "Prague", ""), ("en", "Praha", "")],
        [("xx", "Prague", "")],
        [("en", "", "")],
        [("en", "P" * 121, "")],
    ],
)
def test_what_is_no_entry_is_refused(admin_client, names) -> None:
    response = admin_client.post(reverse(ADD), form(*names))
    assert response.status_code == 200
    assert not GlossaryTerm.objects.exists()


def test_the_list_has_a_column_for_each_language(admin_client) -> None:
    term("place", en="Prague", nl="Praag", fr="Prague", de="Prag", pl="Praga")
    term("term", pl="miasto")
    html = rows(admin_client.get(reverse(LIST)))
    for words in ("English", "Nederlands", "Français", "Deutsch", "Polski", "Praag", "Prag"):
        assert words in html
    assert html.count("miasto") >= 2, "what has no English name is called by another"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "PRAG"}, {"Prague"}),
        ({"q": "Pradze"}, {"Prague"}),
        ({"q": "capital"}, {"Prague"}),
        ({"q": "town"}, {"twin town"}),
        ({"q": "nothing"}, set()),
        ({"kind": "term"}, {"twin town"}),
        ({"kind": "place"}, {"Prague"}),
        ({"q": "twin", "kind": "place"}, set()),
    ],
)
def test_terms_are_searched_and_filtered(admin_client, query, found) -> None:
    term("place", "The capital.", en="Prague", de="Prag", pl="Praga, Pradze")
    term("term", en="twin town")
    html = rows(admin_client.get(reverse(LIST), query))
    assert {name for name in ("Prague", "twin town") if f"> {name} <" in html} == found


def test_the_list_costs_the_same_for_many(admin_client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert admin_client.get(reverse(LIST)).status_code == 200
        return len(captured)

    for number in range(2):
        term("term", en=f"word {number}", pl=f"słowo {number}")
    queries()
    few = queries()
    for number in range(38):
        term("term", en=f"word {number}", nl="woord", pl=f"słowo {number}")
    assert queries() == few <= 12


def test_the_form_offers_the_sites_languages(admin_client) -> None:
    html = rows(admin_client.get(reverse(ADD)))
    assert '<option value="pl">Polski</option>' in html
    assert "<textarea" in html and 'type="radio"' in html


def test_whoever_has_no_right_to_it_is_refused(client, django_user_model) -> None:
    from django.contrib.auth.models import Permission

    user = django_user_model.objects.create_user("ola")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user)
    for name in (LIST, ADD):
        assert client.get(reverse(name)).status_code in {302, 403}
    assert client.post(reverse(ADD), form(("en", "Prague", ""))).status_code in {302, 403}
    assert not GlossaryTerm.objects.exists()


def test_a_term_without_names_is_called_by_its_number(db) -> None:
    with translation.override("pl"):
        made = GlossaryTerm.objects.create()
        assert str(made) == str(made.pk)
