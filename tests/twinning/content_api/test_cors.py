"""Scripts of other hosts read the Content API where an editor of settings has named them."""

FRONT_END = "https://front.example"
URL = "/api/content/v1/locales/"


def test_a_named_origin_may_read(client, tree, settings) -> None:
    settings.CORS_ALLOWED_ORIGINS = [FRONT_END]
    response = client.get(URL, headers={"Origin": FRONT_END})
    assert response.headers["Access-Control-Allow-Origin"] == FRONT_END
    assert "Access-Control-Allow-Credentials" not in response.headers
    asked = client.options(
        URL, headers={"Origin": FRONT_END, "Access-Control-Request-Method": "GET"}
    )
    assert (asked.status_code, asked.headers["Access-Control-Allow-Origin"]) == (200, FRONT_END)


def test_another_origin_may_not(client, tree, settings) -> None:
    settings.CORS_ALLOWED_ORIGINS = [FRONT_END]
    response = client.get(URL, headers={"Origin": "https://other.example"})
    assert response.status_code == 200
    assert "Access-Control-Allow-Origin" not in response.headers


def test_nothing_but_the_content_api_is_shared(client, tree, settings) -> None:
    settings.CORS_ALLOWED_ORIGINS = [FRONT_END]
    for url in ("/api/v3/pages/", "/admin/login/", "/en/"):
        response = client.get(url, headers={"Origin": FRONT_END})
        assert "Access-Control-Allow-Origin" not in response.headers, url
