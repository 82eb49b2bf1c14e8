"""A service that is down, slow, over its limit or talks nonsense changes nothing, and that is said.

HTTP alone is the subject: one database will do.
"""

import pytest
from wagtail_localize.models import StringTranslation

from tests.tools.translators import Answer, said
from tests.twinning.translation.machine.conftest import DONE, LINK
from twinning.translation import machine
from twinning.translation.models import MachineUse

pytestmark = pytest.mark.once("its subject is HTTP")


def failing(story) -> str:
    """What an editor is told; nothing may have changed, and nothing have been spent."""
    story.write("A bench", "Stare.", by="machine")
    before = list(StringTranslation.objects.values())
    with pytest.raises(machine.MachineFailed) as caught:
        machine.translate(story.translation, None, again=True)
    assert list(StringTranslation.objects.values()) == before
    assert sum(MachineUse.objects.values_list("characters", flat=True)) == 0
    return str(caught.value)


@pytest.fixture(params=["deepl", "libre"])
def service(request, monkeypatch):
    """One service after the other; nobody waits."""
    from twinning.translation.machine import http

    monkeypatch.setattr(http, "sleep", lambda seconds: None)
    return request.getfixturevalue(request.param)


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (403, "does not accept the site’s key"),
        (401, "does not accept the site’s key"),
        (400, "has failed (error 400)"),
        (413, "A text is too long"),
        (429, "is too busy"),
        (456, "is used up"),
        (500, "has failed (error 500)"),
        (503, "is too busy"),
        (529, "is too busy"),
        (302, "has failed (error 302)"),
    ],
)
def test_errors(service, story, status: int, words: str) -> None:
    service.always = Answer(status, b"<html>", {"Location": f"{service.url}/elsewhere"})
    message = failing(story)
    assert words in message and "Nothing was changed" in message
    assert "elsewhere" not in {asked.path for asked in service.asked}
    assert len(service.translations()) == (3 if status in {429, 503, 529} else 1)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>502</html>",
        b"[]",
        b"null",
        b"{}",
        b'"text"',
        b"\xff\xfe",
        b'{"translations": [], "translatedText": []}',
        b'{"translations": [{"text": "one"}], "translatedText": ["one"]}',
        b'{"translations": 4, "translatedText": 4}',
        b'{"translations": "abcd", "translatedText": "abcd"}',
        b'{"translations": [1, 2, 3, 4], "translatedText": [1, 2, 3, 4]}',
        b'{"translations": [{}, {}, {}, {}], "translatedText": [{}, {}, {}, {}]}',
        b"[" * 100_000,
    ],
)
def test_nonsense(service, story, body: bytes) -> None:
    service.always = Answer(200, body)
    assert "cannot be used" in failing(story)


def test_a_service_that_is_down(service, story, settings) -> None:
    from tests.tools.running import free_port

    options = settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR["OPTIONS"]
    options["URL"] = options["LIBRETRANSLATE_URL"] = f"http://127.0.0.1:{free_port()}"
    assert "cannot be reached" in failing(story)


@pytest.mark.parametrize("how", ["pause", "drip"])
@pytest.mark.parametrize("name", ["deepl", "libre"])
def test_a_service_that_is_slow(request, story, settings, name: str, how: str) -> None:
    service = request.getfixturevalue(name)
    settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR["OPTIONS"]["TIMEOUT"] = 0.3
    setattr(service, how, 1.0 if how == "pause" else 0.05)
    assert "takes too long" in failing(story)


def test_an_answer_without_end_is_not_read_to_its_end(service, story) -> None:
    service.always = Answer(200, b" " * 5_000_000)
    assert "cannot be used" in failing(story)


def test_a_wrong_key(service, story) -> None:
    service.key = "another:fx"
    assert "does not accept the site’s key" in failing(story)


def test_a_used_up_account(deepl, story) -> None:
    deepl.quota = 20
    assert "used up" in failing(story)


def test_a_busy_service_is_asked_again(deepl, story, monkeypatch) -> None:
    from twinning.translation.machine import http

    waited: list[float] = []
    monkeypatch.setattr(http, "sleep", waited.append)
    deepl.instead = [Answer(429, b"", {"Retry-After": "7"}), Answer(503)]
    assert machine.translate(story.translation, None).translated == 4
    assert waited == [7.0, 2.0]


def test_a_service_that_wants_us_to_wait_for_long_has_failed(deepl, story, monkeypatch) -> None:
    from twinning.translation.machine import http

    def no_sleep(seconds):
        raise AssertionError(seconds)

    monkeypatch.setattr(http, "sleep", no_sleep)
    for wait in ("3600", "Fri, 31 Dec 2100 23:59:59 GMT"):
        deepl.always = Answer(429, b"", {"Retry-After": wait})
        assert "is too busy" in failing(story)


@pytest.mark.parametrize(
    "spoiled",
    [
        "It has tiles.",
        'It has <a id="a2">tiles</a>.',
        'It has <a id="a1">tiles</a> <a id="a1">twice</a>.',
        'It has <a id="a1" href="https://evil.example/">tiles</a>.',
        'It has <a id="a1">tiles</a> <i>new</i>.',
        '<p>It has <a id="a1">tiles</a>.</p>',
        'It has <a id="a1">tiles</a><script>alert(1)</script>.',
        'It has <a id="a1">tiles</a><!-- ha -->.',
        'It has <a id="a1">tiles</a>\x00.',
        'It has <a id="a1">tiles</a>\ud800.',
        "",
        "   ",
    ],
)
def test_a_segment_whose_markup_is_broken_is_left_as_it_was(service, story, spoiled: str) -> None:
    service.spoil = lambda text: spoiled if "TILES" in text else text
    outcome = machine.translate(story.translation, None)
    assert (outcome.translated, outcome.left_out) == (3, 1)
    assert LINK not in story.words() and "A bench" in story.words()


def test_a_service_that_breaks_every_text_has_failed(service, story) -> None:
    service.spoil = lambda text: f"<h1>{text}</h1>"
    with pytest.raises(machine.MachineFailed, match="cannot be used"):
        machine.translate(story.translation, None)
    assert story.words() == {}


def test_entities_that_were_decoded_are_mended(service, story) -> None:
    service.spoil = lambda text: text.replace("&amp;", "&")
    machine.translate(story.translation, None)
    english = "Fish &amp; chips in Prague."
    assert story.words()[english] == DONE[english]


def test_a_batch_that_fails_leaves_the_others_unwritten(
    libre, story, settings, monkeypatch
) -> None:
    from twinning.translation.machine.libretranslate import LibreTranslate

    monkeypatch.setattr(LibreTranslate, "batch", (2, 10_000))
    good = {"translatedText": ["eins", "zwei"]}
    libre.instead = [said(200, **good), Answer(500)]
    with pytest.raises(machine.MachineFailed):
        machine.translate(story.translation, None)
    assert story.words() == {}
    done = sum(map(len, libre.translations()[0].texts))
    assert MachineUse.objects.get().characters == done, "the service counts what it has answered"


def test_nothing_of_the_texts_or_the_key_is_logged(deepl, story, caplog) -> None:
    deepl.always = said(500, message="Fish & chips")
    with pytest.raises(machine.MachineFailed):
        machine.translate(story.translation, None)
    assert "DeepL answered 500" in caplog.text
    assert not {"chips", "a-key"} & set(caplog.text.replace(":", " ").split())
