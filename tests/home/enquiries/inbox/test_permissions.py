"""Who sees, changes, exports and deletes which enquiries."""

import csv

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import NoReverseMatch, reverse
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.permissions import policy_registry

from home.models import Enquiry
from tests import factories
from tests.home.enquiries.inbox.conftest import INBOX, SEES, edit
from twinning.translation.rights import granting

pytestmark = pytest.mark.django_db

EVERYBODY = [*SEES, "anonymous"]


def references(answer) -> set[str]:
    return {enquiry.reference for enquiry in answer.context["object_list"]}


def refusal(who: str) -> int:
    """How somebody is turned away who sees nothing: to the login, or with a page that says so."""
    return 302 if who == "anonymous" else 403


def expected(who: str) -> set[str]:
    return {f"TO-{town or 'none'}" for town in SEES[who]}


@pytest.mark.parametrize("who", EVERYBODY)
def test_the_list_and_its_search_show_what_is_theirs(clients, enquiries, who) -> None:
    for path in (INBOX, f"{INBOX}?q=rowers", f"{INBOX}results/", f"{INBOX}results/?q=Nowak"):
        answer = clients[who].get(path)
        if not SEES.get(who):
            assert answer.status_code == refusal(who), path
            continue
        assert references(answer) == expected(who), path
        for enquiry in enquiries.values():
            assert (enquiry.reference in answer.content.decode()) == (
                enquiry.reference in expected(who)
            )
        assert answer.context["page_obj"].paginator.count == len(SEES[who])


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("who", EVERYBODY)
def test_an_export_has_what_is_theirs(clients, enquiries, who, kind) -> None:
    answer = clients[who].get(f"{INBOX}?export={kind}")
    if not SEES.get(who):
        assert answer.status_code == refusal(who)
    elif kind == "csv":
        rows = list(csv.reader(answer.content.decode().splitlines()))
        assert {row[0] for row in rows[1:]} == expected(who)
    else:
        assert answer.status_code == 200


@pytest.mark.parametrize("town", ["almelo", "nimes", None])
@pytest.mark.parametrize("who", EVERYBODY)
def test_an_enquiry_is_shown_and_changed_by_whose_it_is(clients, enquiries, who, town) -> None:
    enquiry = enquiries[town]
    may = town in SEES.get(who, set())
    shown = clients[who].get(edit(enquiry))
    changed = clients[who].post(
        edit(enquiry), {"state": "closed", "seen_state": "new", "note": "x"}
    )
    no = 404 if SEES.get(who) else refusal(who)
    assert shown.status_code == (200 if may else no)
    assert changed.status_code == (302 if may else no)
    enquiry.refresh_from_db()
    assert (enquiry.state, enquiry.notes.count()) == (("closed", 1) if may else ("new", 0))


@pytest.mark.parametrize("town", ["almelo", "nimes", None])
@pytest.mark.parametrize("who", EVERYBODY)
def test_only_those_who_see_everything_delete(clients, enquiries, who, town) -> None:
    enquiry = enquiries[town]
    path = reverse("enquiries:delete", args=[enquiry.pk])
    may = who in {"superuser", "partnership"}
    page = clients[who].get(path)
    assert page.status_code == (200 if may else 302 if who == "anonymous" else 404)
    assert Enquiry.objects.filter(pk=enquiry.pk).exists()
    clients[who].post(path)
    assert Enquiry.objects.filter(pk=enquiry.pk).exists() != may
    assert Enquiry.objects.count() == (2 if may else 3)
    shows_delete = path in clients[who].get(edit(enquiry)).content.decode()
    assert not shows_delete


@pytest.mark.parametrize("who", ["superuser", "partnership", "almelo"])
def test_the_way_to_deleting_is_shown_to_whom_it_helps(clients, enquiries, who) -> None:
    html = clients[who].get(edit(enquiries["almelo"])).content.decode()
    assert (reverse("enquiries:delete", args=[enquiries["almelo"].pk]) in html) == (who != "almelo")


@pytest.mark.parametrize("who", SEES)
def test_the_menu_shows_the_inbox_and_what_is_new_in_it(clients, enquiries, who) -> None:
    factories.EnquiryFactory(state="answered")
    html = clients[who].get("/admin/account/").content.decode()
    assert (f"Enquiries ({len(SEES[who])})" in html) == bool(SEES[who])
    assert (INBOX in html) == bool(SEES[who])


@pytest.mark.parametrize("who", SEES)
def test_filters_offer_what_is_theirs(clients, enquiries, people, who) -> None:
    if not SEES[who]:
        return
    Enquiry.objects.filter(reference="TO-nimes").update(assignee=people["nimes"])
    fields = clients[who].get(INBOX).context["filters"].form.fields
    towns = {str(label) for _key, label in fields["town"].choices} - {"All"}
    names = {"almelo": "Almelo", "nimes": "Nîmes", None: "No particular town"}
    assert towns == {names[town] for town in SEES[who]}
    offered = str(people["nimes"].pk) in dict(fields["assignee"].choices)
    assert offered == ("nimes" in SEES[who])


def test_a_filter_for_another_town_shows_nothing(clients, enquiries, towns) -> None:
    path = f"{INBOX}?town={towns['nimes'].translation_key}"
    assert references(clients["almelo"].get(path)) == set()
    assert "TO-" not in clients["almelo"].get(f"{path}&export=csv").content.decode()


def test_permissions_of_django_count_for_nothing(clients, people, enquiries) -> None:
    for permission in Permission.objects.filter(content_type__app_label="home"):
        people["nobody"].user_permissions.add(permission)
    assert clients["nobody"].get(INBOX).status_code == 403
    assert clients["nobody"].get(edit(enquiries["almelo"])).status_code == 403
    form = clients["superuser"].get("/admin/groups/new/").content.decode()
    assert "change_interest" in form or "interest" in form
    assert "Can change enquiry" not in form


def test_who_has_left_the_team_sees_nothing_more(clients, people, enquiries) -> None:
    people["almelo"].groups.clear()
    assert clients["almelo"].get(edit(enquiries["almelo"])).status_code == 302
    people["nimes"].is_active = False
    people["nimes"].save()
    assert clients["nimes"].get(INBOX).status_code == 302


@pytest.mark.parametrize("name", ["add", "copy", "history", "usage", "inspect", "reorder"])
def test_there_are_no_other_views(name) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(f"enquiries:{name}", args=[] if name == "add" else [1])


def test_the_policy_says_who_and_where(people, enquiries) -> None:
    policy = policy_registry.get_by_type(Enquiry)
    named = {user.username for user in policy.users_with_any_permission({"change"})}
    assert named == {"superuser", "partnership", "almelo", "nimes"}
    named = {user.username for user in policy.users_with_permission("delete")}
    assert named == {"superuser", "partnership"}
    finder = AdminURLFinder(people["almelo"])
    assert finder.get_edit_url(enquiries["almelo"]) == edit(enquiries["almelo"])
    assert finder.get_edit_url(enquiries["nimes"]) is None
    assert not policy.user_has_permission(people["superuser"], "add")


def test_the_forms_of_wagtail_list_nothing(clients, enquiries, tree) -> None:
    page = factories.EnquiryPageFactory(parent=tree.home)
    html = clients["superuser"].get("/admin/forms/")
    assert list(html.context["form_pages"]) == []
    assert clients["superuser"].get(f"/admin/forms/submissions/{page.pk}/").status_code == 404
    assert '"forms"' not in clients["superuser"].get("/admin/account/").content.decode()


def test_an_administrator_of_the_role_sees_everything(enquiries, clients, django_user_model):
    granting.sync()
    user = django_user_model.objects.create_user("administrator", "a@example.org", "x")
    user.groups.add(Group.objects.get(twinning_role__kind="administrators"))
    clients["nobody"].force_login(user)
    assert references(clients["nobody"].get(INBOX)) == expected("superuser")
    policy = policy_registry.get_by_type(Enquiry)
    assert user in policy.users_with_any_permission({"delete"})
    assert user in policy.users_with_any_permission({"view"})
