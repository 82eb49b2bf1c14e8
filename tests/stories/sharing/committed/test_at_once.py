"""Stories that come at the same time: each has its place in the tree, or nothing at all."""

from concurrent.futures import ThreadPoolExecutor

from django.db import connections
from django.test import Client
from wagtail.models import Page

from stories.models import SharedStory, StoryPage
from tests.home.enquiries.conftest import token_of
from tests.stories.sharing.conftest import ANSWERS

AT_ONCE = 8


def test_many_at_once_are_all_kept(share_page, tree, _slowly) -> None:
    path = share_page.url
    tokens = [token_of(Client(), path) for _number in range(AT_ONCE)]

    def send(number: int) -> int:
        data = {**ANSWERS, "token": tokens[number], "email": f"{number}@example.org"}
        try:
            return Client().post(path, data).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(AT_ONCE) as threads:
        assert set(threads.map(send, range(AT_ONCE))) == {303}
    stories = StoryPage.objects.child_of(tree.almelo)
    assert stories.count() == SharedStory.objects.count() == AT_ONCE
    assert len(set(stories.values_list("slug", flat=True))) == AT_ONCE
    assert Page.find_problems() == ([], [], [], [], [])
