"""A page that is renamed leads on from its old address at once, through the cache as well."""

import time

from wagtail.models import Page

from tests.twinning.delivery.asking import ALMELO, ask

#: A process may take this long to hear of a change, in seconds, and does not look more often.
HEARD = 0.02


def rename(page: Page, slug: str) -> None:
    page = Page.objects.get(pk=page.pk).specific
    page.slug = slug
    page.save_revision().publish()
    time.sleep(HEARD)


def test_a_renamed_page_leads_on_and_back(site, django, tree) -> None:
    assert ask(site, ALMELO).status == 200
    assert ask(site, "/en/towns/almelo-nl/").status == 404
    rename(tree.almelo, "almelo-nl")
    for _ in range(2):
        old = ask(site, ALMELO)
        assert (old.status, old.headers["Location"]) == (301, "/en/towns/almelo-nl/")
        assert old.headers["Cache-Control"] == "no-cache", "the slug may come back"
        assert ask(site, "/en/towns/almelo-nl/").status == 200
    assert django.calls.count(ALMELO) == 2, "the redirect is kept"
    rename(tree.almelo, "almelo")
    assert ask(site, ALMELO).status == 200
    assert ask(site, "/en/towns/almelo-nl/").headers["Location"] == ALMELO
