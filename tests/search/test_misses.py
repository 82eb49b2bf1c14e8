"""Searches without result, as the page counts them."""

import pytest

from search.models import Miss


class TestMisses:
    """What nothing was found for is counted, once for each time that somebody has asked."""

    def test_each_time_counts_and_no_cache_keeps_it(self, client, search_page) -> None:
        for _ in range(2):
            response = client.get(search_page.get_url(), {"q": "Zeppelin"})
            assert response.headers["Cache-Control"] == "private, no-cache"
        miss = Miss.objects.get()
        assert (miss.language, miss.words, miss.count) == ("en", "zeppelin", 2)

    def test_what_is_found_may_be_kept(self, client, tree, search_page) -> None:
        response = client.get(search_page.get_url(), {"q": "Almelo"})
        assert response.headers["Cache-Control"].startswith("public")
        assert not Miss.objects.exists()

    def test_whoever_searches_too_often_is_asked_to_wait(
        self, client, tree, search_page, settings
    ) -> None:
        settings.TWINNING = {"SEARCH_CLIENT_LIMIT": (1, 60)}
        client.get(search_page.get_url(), {"q": "almelo"})
        response = client.get(search_page.get_url(), {"q": "almelo"})
        assert response.status_code == 429
        assert 0 < int(response.headers["Retry-After"]) <= 60
        assert "You have searched very often." in response.content.decode()
        assert client.get(search_page.get_url()).status_code == 200

    @pytest.mark.parametrize("header", [{"X-Search": "typing"}, {"Sec-Purpose": "prefetch"}])
    def test_nobody_has_asked_who_is_typing(self, client, search_page, header) -> None:
        client.get(search_page.get_url(), {"q": "zepp"}, headers=header)
        assert not Miss.objects.exists()
