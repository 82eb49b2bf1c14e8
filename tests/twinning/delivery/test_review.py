"""Drafts never come from the cache: a link that is taken back opens nothing from then on."""

import pytest
from django.utils import timezone

from tests.twinning.delivery.asking import ask
from twinning.translation.models import ReviewLink
from twinning.translation.review import links


@pytest.mark.parametrize("part", ["", "page/"])
def test_a_draft_is_made_anew_each_time(site, django, tree, part) -> None:
    path = f"{links.path_of(links.make(tree.almelo, None, 1))}{part}"
    said = [ask(site, path) for _ in range(2)]
    assert [answer.status for answer in said] == [200, 200] and len(django.calls) == 2
    assert said[0].headers["Cache-Control"] == "private, no-store"
    assert not {"ETag", "Cache-Tag", "Surrogate-Key"} & set(said[0].headers)
    ReviewLink.objects.update(revoked_at=timezone.now())
    assert ask(site, path).status == 410
    assert len(django.calls) == 3


def test_links_and_comments_leave_the_cache_alone(site, django, tree, outside) -> None:
    outside.rises()
    link = links.make(tree.almelo, None, 1)
    link.comments.create(name="A", text="B")
    assert outside.rises() == 0
