"""What is logged in production, as a line of JSON, and what never is."""

import io
import json
import logging

import pytest
from django.contrib.auth import get_user_model
from django.http import HttpResponse
from django.test import Client, RequestFactory

from tests import factories
from tests.home.enquiries.conftest import ANSWERS, token_of
from twinning.observing import background, context
from twinning.observing.logs import Context, Formatter
from twinning.observing.middleware import ObservingMiddleware
from twinning.observing.scrubbing import scrubbed
from twinning.tasks import prune

FIELDS = {"time", "level", "logger", "message"}


@pytest.fixture
def lines():
    """What the loggers write, read back."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(Formatter())
    handler.addFilter(Context())
    root, ours = logging.getLogger(), [logging.getLogger("twinning.access"), background.logger]
    levels = [logger.level for logger in ours]
    root.addHandler(handler)
    for logger in ours:
        logger.setLevel(logging.INFO)
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    root.removeHandler(handler)
    for logger, level in zip(ours, levels, strict=True):
        logger.setLevel(level)


def access(lines) -> dict:
    [found] = [line for line in lines() if line["logger"] == "twinning.access"]
    return found


def test_a_request_has_a_line_without_its_address(client, tree, lines) -> None:
    response = client.get(
        "/en/towns/almelo/?email=anna@example.org", HTTP_X_REQUEST_ID="proxy-0001"
    )
    line = access(lines)
    assert line.keys() == {*FIELDS, "request_id", "method", "route", "status", "ms", "size"}
    assert (line["method"], line["status"]) == ("GET", 200)
    assert line["request_id"] == response["X-Request-ID"] == "proxy-0001"
    assert line["size"] == len(response.content) and line["ms"] > 0
    assert "almelo" not in json.dumps(line) and "anna" not in json.dumps(line)


@pytest.mark.parametrize("given", ["short", "anna@example.org", "a b c d e f g", "x" * 65, "-" * 9])
def test_a_name_that_is_none_is_not_taken(client, db, given: str) -> None:
    made = client.get("/robots.txt", HTTP_X_REQUEST_ID=given)["X-Request-ID"]
    assert made != given and len(made) == 32


def test_two_requests_have_two_names(client, db) -> None:
    assert client.get("/robots.txt")["X-Request-ID"] != client.get("/robots.txt")["X-Request-ID"]
    assert context.request_id.get() == ""


def test_an_odd_method_is_not_repeated(lines) -> None:
    request = RequestFactory().generic("<ANNA@X.ORG>", "/")
    ObservingMiddleware(lambda asked: HttpResponse())(request)
    assert access(lines)["method"] == "(odd)"


def test_a_task_goes_by_its_request_and_by_its_own_number(settings, db, lines) -> None:
    token = context.request_id.set("a-request")
    prune.enqueue()
    context.request_id.reset(token)
    queued, ended = [line for line in lines() if line["logger"] == "twinning.tasks"]
    assert queued["message"] == "enqueued" and queued["request_id"] == "a-request"
    assert ended["task_id"] == queued["task_id"] and ended["task"] == "twinning.tasks.prune"
    assert context.task_id.get() == ""


def test_an_error_is_traced_without_what_it_was_about(lines) -> None:
    try:
        raise ValueError("Key (email)=(anna@example.org) already exists.")
    except ValueError:
        logging.getLogger("any").exception(
            "From %s", "10.1.2.3", extra={"request": "GET /?q=secret", "status": 500}
        )
    [line] = lines()
    assert line["error"] == "ValueError" and "test_logs.py" in line["trace"]
    assert line["message"] == "From [ip]" and line["status"] == 500
    assert "anna" not in json.dumps(line) and "secret" not in json.dumps(line)


def test_a_request_that_fails_names_its_route(lines, rf) -> None:
    request = rf.get("/admin/password_reset/confirm/uid/token/")
    extra = {"request": request, "status_code": 500}
    logging.getLogger("django.request").error("%s: %s", "Broken", request.path, extra=extra)
    [line] = lines()
    assert line["route"] == "(none)" and "token" not in json.dumps(line)


def test_a_form_that_is_refused_names_its_route(lines, db) -> None:
    """Addresses that people were sent have tokens in them."""
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/en/shared-stories/a-secret.token/").status_code == 403
    found = [line for line in lines() if line["logger"] == "django.security.csrf"]
    assert [line["status"] for line in lines() if line["logger"] == "twinning.access"] == [403]
    assert found and "<" in found[0]["route"]
    assert "a-secret" not in json.dumps(lines())


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("to anna.k+x@example.org, twice", "to [address], twice"),
        ("from 192.168.0.17:443", "from [ip]:443"),
        ("from 2001:db8:0:1::17", "from [ip]"),
        ("GET /en/search/?q=anna&page=2 HTTP", "GET /en/search/?[…] HTTP"),
        (
            "IntegrityError: x\nDETAIL:  Failing row contains (1, Anna).",
            "IntegrityError: x\n[values]",
        ),
        ("at 12:30:45 in version 5.2.19", "at 12:30:45 in version 5.2.19"),
        ("why? nobody=knows", "why? nobody=knows"),
    ],
)
def test_words_are_scrubbed(words: str, left: str) -> None:
    assert scrubbed(words) == left


PASSWORD = "seven swans on the canal"
ADDRESS = "198.51.100.7"


@pytest.fixture
def rower(db):
    """Somebody who works on the site, and has words of theirs everywhere."""
    return get_user_model().objects.create_superuser(
        "rower-17", "anna@example.org", PASSWORD, first_name="Anna", last_name="Nowak"
    )


def test_nobody_is_named_by_any_line(
    rower, tree, lines, settings, monkeypatch, django_capture_on_commit_callbacks
) -> None:
    settings.TWINNING = {**settings.TWINNING, "FORM_MIN_SECONDS": 0}
    page = factories.EnquiryPageFactory(parent=tree.home)
    client = Client(raise_request_exception=False, REMOTE_ADDR=ADDRESS)

    def broken(name: str) -> None:
        raise ValueError(f"{rower.email} from {ADDRESS}")

    with django_capture_on_commit_callbacks(execute=True):
        for password in ("twelve herons by the weir", PASSWORD):
            client.post("/admin/login/", {"username": rower.username, "password": password})
        client.get(f"/admin/users/?q={rower.username}")
        client.get(f"/en/{rower.email}/?email={rower.email}")
        client.post(page.url, {**ANSWERS, "token": token_of(client, page.url)})
        monkeypatch.setattr("twinning.seo.views.static", broken)
        client.get("/favicon.ico")
    found = lines()
    answered = [line for line in found if line["logger"] == "twinning.access"]
    assert [line["status"] for line in answered] == [200, 302, 200, 404, 200, 303, 500]
    assert {"django.request", "twinning.tasks"} <= {line["logger"] for line in found}
    said = json.dumps(found, ensure_ascii=False)
    words = [rower.username, PASSWORD, "herons", "Anna", "Nowak", "anna@", "rowers", ADDRESS]
    assert [word for word in words if word in said] == []
