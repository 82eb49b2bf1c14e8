"""What the search page shows, read from its HTML."""

from bs4 import BeautifulSoup


def shown(client, page, /, **parameters: str) -> BeautifulSoup:
    response = client.get(page.get_url(), parameters)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def titles_of(soup: BeautifulSoup, place: str = ".results h3") -> list[str]:
    return [" ".join(title.get_text().split()) for title in soup.select(place)]


def words_of(soup: BeautifulSoup, place: str) -> str:
    return " ".join(soup.select_one(place).get_text(" ").split())
