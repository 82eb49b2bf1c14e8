"""What variables for the database, files and observing become; wrong ones name themselves."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from twinning.settings import connections, env, files, observing

URL = "postgres://user:password@db.example:5432/name"


@pytest.fixture
def given(monkeypatch):
    """Sets variables; all others of these modules are not set."""

    def give(**variables: str) -> None:
        modules = (connections, files, observing)
        named = [name for module in modules for name in module.VARIABLES]
        names = [*named, *files.CREDENTIALS, "CONN_MAX_AGE"]
        for name in names:
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("DATABASE_URL", URL)
        for name, value in variables.items():
            monkeypatch.setenv(name, value)

    return give


def kept() -> dict:
    return env.kept_connections(env.database())


def test_connections_are_pooled_and_limited(given) -> None:
    given()
    found = kept()
    assert found["CONN_MAX_AGE"] == 0 and found["CONN_HEALTH_CHECKS"] is True
    assert found["OPTIONS"]["pool"]["max_size"] == 4
    assert found["OPTIONS"]["options"] == (
        "-c statement_timeout=30000 -c lock_timeout=10000 "
        "-c idle_in_transaction_session_timeout=60000"
    )


def test_a_limit_of_none_is_not_told(given) -> None:
    given(DATABASE_STATEMENT_TIMEOUT="0", DATABASE_LOCK_TIMEOUT="3")
    assert kept()["OPTIONS"]["options"].startswith("-c lock_timeout=3000 ")
    given(**dict.fromkeys(connections.VARIABLES[1:], "0"))
    assert "options" not in kept()["OPTIONS"], "what a pooler in front would refuse"


@pytest.mark.parametrize(
    ("variables", "url", "age"),
    [
        ({"DATABASE_POOL_SIZE": "0"}, URL, 60),
        ({"CONN_MAX_AGE": "600"}, URL, 600),
        ({"CONN_MAX_AGE": "none"}, URL, None),
        ({}, f"{URL}?conn_max_age=7", 7),
    ],
)
def test_who_keeps_their_own_connections_has_no_pool(given, variables, url, age) -> None:
    given(DATABASE_URL=url, **variables)
    found = kept()
    assert found["CONN_MAX_AGE"] == age
    assert "pool" not in found["OPTIONS"]


def test_a_pool_of_another_size(given) -> None:
    given(DATABASE_POOL_SIZE="7", CONN_MAX_AGE="0")
    assert kept()["OPTIONS"]["pool"]["max_size"] == 7


@pytest.mark.parametrize(
    ("variables", "named"),
    [
        *(({name: "many"}, f"{name} must be") for name in connections.VARIABLES),
        ({"DATABASE_STATEMENT_TIMEOUT": "-1"}, "DATABASE_STATEMENT_TIMEOUT must be"),
        ({"DATABASE_POOL_SIZE": "4", "CONN_MAX_AGE": "60"}, "DATABASE_POOL_SIZE and CONN_MAX_AGE"),
        ({"CONN_MAX_AGE": "soon"}, "CONN_MAX_AGE must be"),
    ],
)
def test_wrong_numbers_name_themselves(given, variables, named: str) -> None:
    given(**variables)
    with pytest.raises(ImproperlyConfigured, match=named):
        kept()


BUCKET = {"AWS_STORAGE_BUCKET_NAME": "media"}


def test_without_a_bucket_files_lie_on_the_disk(given) -> None:
    given(AWS_S3_CUSTOM_DOMAIN="cdn.example")
    assert env.storages("private") == {}


def test_a_bucket_with_all_that_can_be_said_of_one(given) -> None:
    given(
        **BUCKET,
        AWS_S3_ENDPOINT_URL="https://s3.example",
        AWS_S3_CUSTOM_DOMAIN="cdn.example:8443",
        AWS_S3_ADDRESSING_STYLE="path",
        AWS_S3_ENCRYPTION="aws:kms",
        AWS_S3_KMS_KEY_ID="key",
    )
    found = env.storages("private, max-age=600")
    private, public = (found[name]["OPTIONS"] for name in ("default", "renditions"))
    for options in (private, public):
        assert options["default_acl"] is None and options["file_overwrite"] is False
        assert options["addressing_style"] == "path"
        stored = options["object_parameters"]
        assert (stored["ServerSideEncryption"], stored["SSEKMSKeyId"]) == ("aws:kms", "key")
    assert public["custom_domain"] == "cdn.example:8443" and not public["querystring_auth"]
    assert "custom_domain" not in private and "querystring_auth" not in private


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("AWS_S3_ENDPOINT_URL", "s3.example"),
        ("AWS_S3_CUSTOM_DOMAIN", "https://cdn.example"),
        ("AWS_S3_CUSTOM_DOMAIN", "cdn.example/folder"),
        ("AWS_S3_ADDRESSING_STYLE", "paths"),
        ("AWS_S3_ENCRYPTION", "yes"),
        ("AWS_S3_KMS_KEY_ID", "key"),
    ],
)
def test_what_is_said_wrongly_of_a_bucket_names_itself(given, variable: str, value: str) -> None:
    given(**BUCKET, **{variable: value})
    with pytest.raises(ImproperlyConfigured, match=variable):
        env.storages("private")


NAME, KEY, OWN_NAME, OWN_KEY = files.CREDENTIALS


@pytest.mark.parametrize(
    ("there", "missing"),
    [
        ({NAME: "key"}, KEY),
        ({KEY: "secret"}, NAME),
        ({OWN_NAME: "key"}, OWN_KEY),
        ({NAME: "key", KEY: "secret", OWN_KEY: "secret"}, OWN_NAME),
    ],
)
def test_half_of_the_credentials_name_the_other_half(given, there, missing: str) -> None:
    given(**there)
    assert env.storages("private") == {}, "nobody needs them"
    given(**BUCKET, **there)
    with pytest.raises(ImproperlyConfigured, match=f"{missing} is missing") as said:
        env.storages("private")
    assert "secret" not in str(said.value)


@pytest.mark.parametrize("there", [{}, {NAME: "key", KEY: "secret"}, {OWN_NAME: "k", OWN_KEY: "s"}])
def test_credentials_are_whole_or_none_of_ours(given, there) -> None:
    given(**BUCKET, **there)
    assert env.storages("private")


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("METRICS_PORT", "prometheus"),
        ("METRICS_PORT", "0"),
        ("METRICS_PORT", "70000"),
        ("SENTRY_DSN", "sentry.example"),
        ("SENTRY_DSN", "https://sentry.example/1"),
        ("SENTRY_DSN", "https://secret@sentry.example/"),
        ("SENTRY_DSN", "https://secret@sentry.example:port/1"),
    ],
)
def test_what_cannot_be_observed_names_itself(given, variable: str, value: str) -> None:
    given(**{variable: value})
    with pytest.raises(ImproperlyConfigured, match=variable) as refused:
        env.observing_variables()
    assert "secret" not in str(refused.value)


def test_nobody_is_told_anything_unless_somebody_is_named(given) -> None:
    given()
    found = env.observing_variables()
    assert (found["METRICS_PORT"], found["SENTRY_DSN"]) == (0, "")
    assert observing.measured(["first", "second"], 0) == ["first", "second"]
    measured = observing.measured(["first", "second"], 9100)
    assert [name.rpartition(".")[2] for name in measured] == [
        "first",
        "PrometheusBeforeMiddleware",
        "second",
        "PrometheusAfterMiddleware",
    ]


@pytest.mark.parametrize(
    ("written", "found"),
    [("true", True), (" Yes ", True), ("1", True), ("", True), ("off", False), ("No", False)],
)
def test_yes_and_no(monkeypatch, written: str, found: bool) -> None:
    monkeypatch.setenv("SECURE_PROXY", written)
    assert env.behind_tls_proxy() is found


@pytest.mark.parametrize("written", ["ture", "falsch", "2", "none"])
def test_what_is_neither_yes_nor_no_names_itself(monkeypatch, written: str) -> None:
    monkeypatch.setenv("SECURE_PROXY", written)
    with pytest.raises(ImproperlyConfigured, match="SECURE_PROXY must be true or false"):
        env.behind_tls_proxy()


@pytest.mark.parametrize(
    "url",
    [
        "",
        "redis://cache.example",
        "redis://:secret@cache.example:6379/0?protocol=3",
        "rediss://user:secret@cache.example:6380/",
        "unix:///run/redis.sock?db=1",
    ],
)
def test_addresses_of_a_redis_server(monkeypatch, url: str) -> None:
    monkeypatch.setenv("REDIS_URL", url)
    assert env.redis_url() == url


@pytest.mark.parametrize(
    "url",
    [
        "cache:6379",
        "cache.example",
        "http://:secret@cache.example",
        "redis://:secret@cache.example:port/0",
        "redis://:secret@cache.example/first",
        "redis:///0",
        "unix://",
    ],
)
def test_what_is_no_redis_server_names_itself(monkeypatch, url: str) -> None:
    monkeypatch.setenv("REDIS_URL", url)
    with pytest.raises(ImproperlyConfigured, match="REDIS_URL is not") as refused:
        env.redis_url()
    assert "secret" not in str(refused.value)
