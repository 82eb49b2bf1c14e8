"""The user bar of a draft: for a page of another origin, with nothing but absolute addresses."""

import re
from typing import Any

import pytest
from wagtail.admin.userbar import ContentCheckerItem
from wagtail.models import Page, Site

from tests import factories
from tests.twinning.previews.conftest import FRONT, draft_of, panel_of, standard, token_in
from twinning.previews.userbar import reach_front_ends

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(tree) -> Page:
    page = factories.StandardPageFactory(parent=tree.home, title="About", slug="about")
    page.save_revision()
    return page


def bar(client, where: str, status: int = 200, **query: str) -> str:
    token = token_in(where)
    response = client.get(f"/api/content/v1/preview/{token}/userbar/", query)
    assert response.status_code == status, response.content
    assert response.headers["Cache-Control"] == "private, no-store"
    return str(response.json().get("html", ""))


def test_of_a_saved_draft(admin_client, client, page, front_end) -> None:
    there = admin_client.get(draft_of(page), headers={"Host": "cms.example.org"})
    html = bar(client, there.headers["Location"])
    assert f'href="http://cms.example.org/admin/pages/{page.pk}/edit/"' in html
    assert 'data-wagtail-userbar-origin="http://cms.example.org"' in html
    assert '"allowedOrigins": ["\\u003Csame_origin\\u003E", "http://cms.example.org"]' in html
    addresses = re.findall(r'(?:src|href)="([^"#]*)"', html)
    assert addresses
    assert all(address.startswith("http://cms.example.org/") for address in addresses), addresses
    assert re.search(r"<script(?! src)(?! id)", html) is None


def test_in_the_panel_it_is_the_content_checker_alone(
    admin_client, client, page, front_end
) -> None:
    admin_client.post(panel_of(page), standard("About"))
    html = bar(client, admin_client.get(panel_of(page)).headers["Location"], panel="true")
    assert "<aside hidden" in html
    assert "checker-axe-configuration" in html
    assert "/edit/" not in html


def test_of_an_unsaved_page_nobody_is_led_to_edit_it(admin_client, client, page, front_end) -> None:
    admin_client.post(panel_of(page), standard("About"))
    html = bar(client, admin_client.get(panel_of(page)).headers["Location"])
    assert "/edit/" not in html


def test_not_without_a_token(client, tree) -> None:
    assert bar(client, f"{FRONT}/preview/garbage/", 403) == ""


def test_not_for_another_site(admin_client, client, page, front_end) -> None:
    home = factories.HomePageFactory(parent=Page.get_first_root_node(), slug="guild")
    Site.objects.create(hostname="guild.example.org", root_page=home)
    there = admin_client.get(draft_of(page)).headers["Location"]
    assert bar(client, there, 403, site="guild.example.org") == ""


def test_the_editors_checker_reaches_the_front_ends(front_end, rf) -> None:
    items: list[Any] = [object(), ContentCheckerItem(in_editor=True)]
    request = rf.get("/admin/")
    reach_front_ends(request, items, None)
    assert items[1].in_editor
    assert items[1].get_axe_spec(request)["allowedOrigins"] == ["<same_origin>", FRONT]


def test_without_a_front_end_it_stays_wagtails(rf) -> None:
    items: list[Any] = [ContentCheckerItem(in_editor=True), ContentCheckerItem()]
    before = list(items)
    reach_front_ends(rf.get("/admin/"), items, None)
    assert items == before
