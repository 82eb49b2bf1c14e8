"""A translation service on this machine that speaks as DeepL and as LibreTranslate do, over HTTP.

It fails as tests ask it to. What it "translates" can be foretold: words of its table become what
stands there, the case of all other letters is turned over, so that `A bench` is `a BENCH`. Like the
real ones it leaves markup alone, puts in what a glossary says (DeepL), and leaves alone what is
marked `translate="no"` but decodes entities (LibreTranslate).
"""

import json
import re
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

KEY = "a-key-of-the-tests:fx"
TAG = re.compile(r"(<[^>]*>)")
KEPT = re.compile(r'(<span translate="no">.*?</span>)')
#: As DeepL has them: English as a target only in a variant.
DEEPL_TARGETS = {"EN-GB", "EN-US", "NL", "FR", "DE", "PL"}
DEEPL_SOURCES = {"EN", "NL", "FR", "DE", "PL"}


@dataclass(frozen=True)
class Asked:
    """A request that has come."""

    method: str
    path: str
    body: Any

    @property
    def texts(self) -> list[str]:
        """What was to be translated."""
        found = self.body.get("text") or self.body.get("q") or []
        return [found] if isinstance(found, str) else found


@dataclass(frozen=True)
class Answer:
    """What is answered in place of a translation."""

    status: int = 200
    body: bytes = b"{}"
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class TranslationServer:
    """The service, and how it behaves.

    Args:
        url: where it is.
        asked: all requests, refused ones too.
        words: a table of translations, by words in lower case.
        instead: answers that are given first, one for each request for a translation.
        always: the answer to every one after that.
        pause: seconds before it answers.
        drip: seconds between the bytes of an answer, of which there are many.
        quota: characters that it translates before it says 456, as DeepL does.
        spoil: changes each translated text.
        meanwhile: is called before it answers, in the server's thread.
        glossary_pairs: pairs of languages for which it takes a glossary; any where None.
    """

    url: str = ""
    key: str = KEY
    asked: list[Asked] = field(default_factory=list)
    words: dict[str, str] = field(default_factory=dict)
    instead: list[Answer] = field(default_factory=list)
    always: Answer | None = None
    pause: float = 0
    drip: float = 0
    quota: int | None = None
    spoil: Callable[[str], str] = str
    meanwhile: Callable[[], None] = lambda: None
    glossary_pairs: set[tuple[str, str]] | None = None
    glossaries: dict[str, dict[str, Any]] = field(default_factory=dict)

    def texts(self) -> list[str]:
        """All texts of all requests for translations."""
        return [text for asked in self.translations() for text in asked.texts]

    def translations(self) -> list[Asked]:
        """The requests for translations."""
        return [asked for asked in self.asked if asked.path.endswith("/translate")]

    # What it answers

    def answer(self, method: str, path: str, headers: Any, body: Any) -> Answer:
        """What it says to a request."""
        self.asked.append(Asked(method, path, body))
        if path.endswith("/translate"):
            self.meanwhile()
            time.sleep(self.pause)
            if self.instead:
                return self.instead.pop(0)
            if self.always:
                return self.always
            return self.deepl(headers, body) if path == "/v2/translate" else self.libre(body)
        if headers.get("Authorization") != f"DeepL-Auth-Key {self.key}":
            return Answer(403)
        if (method, path) == ("POST", "/v3/glossaries"):
            return self.make_glossary(body)
        if method == "DELETE" and path.startswith("/v3/glossaries/"):
            return Answer(204, b"") if self.glossaries.pop(path.split("/")[-1], None) else said(404)
        return said(404)

    def deepl(self, headers: Any, body: dict[str, Any]) -> Answer:
        """DeepL's `/v2/translate`."""
        if headers.get("Authorization") != f"DeepL-Auth-Key {self.key}":
            return Answer(403)
        if int(headers["Content-Length"]) > 128 * 1024:
            return said(413)
        texts, source, target = body["text"], body["source_lang"], body["target_lang"]
        unknown = source not in DEEPL_SOURCES or target not in DEEPL_TARGETS
        if unknown or len(texts) > 50 or body["tag_handling"] != "xml":
            return said(400)
        if self.quota is not None:
            self.quota -= sum(map(len, texts))
            if self.quota < 0:
                return said(456, message="Quota for this billing period has been exceeded.")
        entries: dict[str, str] = {}
        if "glossary_id" in body:
            known = self.glossaries.get(body["glossary_id"])
            if known is None or known["pair"] != (source, target.partition("-")[0]):
                return said(404, message="Glossary not found.")
            entries = known["entries"]
        found = [self.spoil(self.translated(text, entries)) for text in texts]
        return said(translations=[{"detected_source_language": source, "text": t} for t in found])

    def make_glossary(self, body: dict[str, Any]) -> Answer:
        """DeepL's `/v3/glossaries`, with one dictionary."""
        (dictionary,) = body["dictionaries"]
        pair = dictionary["source_lang"].upper(), dictionary["target_lang"].upper()
        lines = [line.split("\t") for line in dictionary["entries"].split("\n")]
        is_good = dictionary["entries_format"] == "tsv" and all(
            len(line) == 2 and all(line) and len(line[0].encode()) <= 1024 for line in lines
        )
        twice = len({line[0] for line in lines}) < len(lines)
        if not is_good or twice or not body["name"]:
            return said(400, message="Bad request")
        if self.glossary_pairs is not None and pair not in self.glossary_pairs:
            return said(400, message="Unsupported glossary source/target language pair.")
        made = str(uuid.uuid4())
        self.glossaries[made] = {"pair": pair, "entries": dict(lines)}
        return said(201, glossary_id=made, name=body["name"], dictionaries=[])

    def libre(self, body: dict[str, Any]) -> Answer:
        """LibreTranslate's `/translate`."""
        if self.key and body.get("api_key") != self.key:
            return said(403, error="Invalid API key")
        if body["source"] not in {"en", "nl", "fr", "de", "pl"} or body["format"] != "html":
            return said(400, error="is not supported")
        parts = [KEPT.split(text) for text in body["q"]]
        found = [
            "".join(p if KEPT.fullmatch(p) else self.translated(p, {}) for p in text)
            for text in parts
        ]
        return said(translatedText=[self.spoil(unescape(text)) for text in found])

    def translated(self, html: str, entries: dict[str, str]) -> str:
        """A text, its tags left alone."""
        parts = TAG.split(html)
        parts[::2] = [self._words(part, entries) for part in parts[::2]]
        return "".join(parts)

    def _words(self, text: str, entries: dict[str, str]) -> str:
        if text.lower() in self.words:
            return self.words[text.lower()]
        longest_first = sorted(entries, key=len, reverse=True)
        pattern = "|".join(rf"\b{re.escape(form)}\b" for form in longest_first) or r"(?!)"
        parts = re.split(rf"({pattern}|&\w+;)", text)
        return "".join(
            entries.get(part, part if part.startswith("&") else part.swapcase()) for part in parts
        )


def said(status: int = 200, **payload: Any) -> Answer:
    """An answer in JSON."""
    return Answer(status, json.dumps(payload).encode())


@contextmanager
def translation_server() -> Iterator[TranslationServer]:
    """A service that listens on 127.0.0.1, stopped at the end."""
    service = TranslationServer()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_any(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            body = json.loads(self.rfile.read(length) or b"{}")
            answer = service.answer(self.command, self.path, self.headers, body)
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            self._send(answer.body)

        do_GET = do_POST = do_DELETE = handle_any

        def _send(self, body: bytes) -> None:
            try:
                for start in range(0, len(body), 1 if service.drip else len(body) or 1):
                    self.wfile.write(body[start : start + 1] if service.drip else body)
                    time.sleep(service.drip)
            except OSError:  # whoever asked has gone
                self.close_connection = True

        def log_message(self, format: str, *args: Any) -> None:
            """Not into the tests' output."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    service.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture(name="deepl")
def deepl_server(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[TranslationServer]:
    """DeepL, which the site has translate."""
    from twinning.settings import machine

    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with translation_server() as service:
        setting: Any = machine.translator(KEY, service.url, "", "")
        setting["OPTIONS"]["TIMEOUT"] = 5
        settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR = setting
        yield service


@pytest.fixture(name="libre")
def libre_server(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[TranslationServer]:
    """LibreTranslate, which the site has translate."""
    from twinning.settings import machine

    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with translation_server() as service:
        setting: Any = machine.translator("", "", service.url, KEY)
        setting["OPTIONS"]["TIMEOUT"] = 5
        settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR = setting
        yield service
