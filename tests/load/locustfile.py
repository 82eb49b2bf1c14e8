"""What readers, editors and senders of enquiries do, for Locust; `crowd` starts it.

Each looks at what it is given and writes into the ledger what should not be, and what was
acknowledged. Locust runs in a process of its own: gevent changes Python's sockets and threads.
"""

import itertools
import os
import random
import re
import time
import uuid
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from locust import FastHttpUser, between, events, task

from tests.load import ledger, plan

PLAN = plan.read(Path(os.environ["LOAD_PLAN"]))
LEDGER = ledger.Ledger(Path(os.environ["LOAD_LEDGER"]), float(os.environ["LOAD_WARM"]))
READERS, EDITORS, SENDERS = (int(number) for number in os.environ["LOAD_USERS"].split(","))
#: Seconds that an editor takes between two things: from, to.
PACE = [float(seconds) for seconds in os.environ["LOAD_PACE"].split(",")]
LANGUAGES = sorted(PLAN.paths)
#: What is shown of a publication, in pages and in the Content API.
NUMBER = re.compile(r"<h1>Almelo (\d+)</h1>|\"title\":\"Almelo (\d+)\"")
#: How a document says its language.
LANGUAGE = re.compile(r'<html lang="(\w\w)"|"served_locale":"(\w\w)"')
PICTURE = re.compile(r'<img[^>]* src="([^"]+)"')
#: Seconds within which a publication is seen by everybody.
SOON = 0.1
#: Seconds that a form must be looked at before it is sent, and one more (`FORM_MIN_SECONDS`).
LOOKED_AT = 4
HEADERS = {"Host": plan.HOST, "X-Forwarded-Proto": "https", "Accept-Encoding": "gzip"}

_serial, _editors = itertools.count(), itertools.cycle(PLAN.editors)


class Publications:
    """What has been published of each language's town, and what may have been."""

    def __init__(self) -> None:
        self._told: dict[str, list[tuple[float, int]]] = {code: [(0.0, 0)] for code in LANGUAGES}
        self.tried = dict.fromkeys(LANGUAGES, 0)

    def told(self, language: str, number: int) -> None:
        """The site has said that it is published."""
        self._told[language].append((time.monotonic(), number))

    def due(self, language: str, asked_at: float) -> int:
        """The least number that a request is to be answered with."""
        recent = self._told[language][-30:]
        return max((number for at, number in recent if at + SOON <= asked_at), default=0)


published = Publications()


class User(FastHttpUser):
    """Somebody at an address of their own."""

    abstract = True
    connection_timeout = network_timeout = 40.0
    max_redirects = 0

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.number = next(_serial)
        self.address = f"10.{self.number % 250}.{self.number // 250}.7"
        self.language = LANGUAGES[self.number % len(LANGUAGES)]

    def ask(self, name: str, method: str, path: str, usual: set[int], **given: Any) -> Any:
        """A response; one with another status than usual goes into the ledger.

        Args:
            name: what Locust's own table calls it.
        """
        headers = {**HEADERS, "X-Forwarded-For": self.address, **given.pop("headers", {})}
        began, clock = time.monotonic(), time.perf_counter()
        with self.client.request(
            method, path, name=name, headers=headers, catch_response=True, **given
        ) as response:
            took = (time.perf_counter() - clock) * 1000
            if response.status_code in usual:
                response.success()
            else:
                response.failure(str(response.status_code or response.error))
                LEDGER.odd(began, name, path, response)
        LEDGER.count(name, response, took)
        return response


class Reader(User):
    """Reads pages, the Content API, pictures and results, most of it more than once."""

    fixed_count = READERS
    wait_time = between(0.5, 2.5)

    def on_start(self) -> None:
        self.tags: dict[str, str] = {}
        self.pictures: list[str] = []

    def read(self, name: str, path: str) -> None:
        """Ask, with the ETag of last time every other time, and look whether it is right."""
        tag = self.tags.get(path) if random.random() < 0.5 else None
        asked_at = time.monotonic()
        headers = {"If-None-Match": tag} if tag else {}
        response = self.ask(name, "GET", path, {200, 304} if tag else {200}, headers=headers)
        if response.status_code == 304:
            if self.tags[path] != response.headers.get("ETag", tag):
                LEDGER.wrong(path, "304 with another ETag")
        elif response.status_code == 200:
            self.tags[path] = response.headers.get("ETag") or ""
            self.look(path, response.text, asked_at)

    def look(self, path: str, text: str, asked_at: float) -> None:
        """Whether an answer is in the right language, and not older than it may be."""
        found = LANGUAGE.search(text)
        language = found and (found[1] or found[2])
        if language != self.language:
            LEDGER.wrong(path, f"{language} in place of {self.language}")
        if number := NUMBER.search(text):
            shown, due = int(number[1] or number[2]), published.due(self.language, asked_at)
            if not due <= shown <= published.tried[self.language]:
                LEDGER.wrong(path, f"{shown} in place of {due}")
        self.pictures += PICTURE.findall(text)[:3]
        del self.pictures[:-10]

    @task(10)
    def page(self) -> None:
        self.read("page", random.choice(PLAN.paths[self.language]))

    @task(4)
    def town(self) -> None:
        path = next(one.path for one in PLAN.editors if one.language == self.language)
        self.read("page", path)

    @task(6)
    def resolve(self) -> None:
        path = random.choice(PLAN.paths[self.language])
        self.read("api", f"/api/content/v1/resolve/?path={path}")

    @task(1)
    def search(self) -> None:
        path = next(path for path in PLAN.paths[self.language] if "search" in path)
        words = random.choice(("bridge", "Almelo", "choir", "nothing"))
        response = self.ask("search", "GET", f"{path}?q={words}", {200})
        if response.status_code == 200:
            self.look(path, response.text, time.monotonic() - 60)

    @task(2)
    def picture(self) -> None:
        if self.pictures:
            address = urlsplit(self.pictures[-1].replace("&amp;", "&"))
            if address.hostname in {None, plan.HOST}:
                self.ask("picture", "GET", f"{address.path}?{address.query}", {200})
            else:
                self.ask(
                    "picture", "GET", address.geturl(), {200}, headers={"Host": address.netloc}
                )

    @task(1)
    def missing(self) -> None:
        self.ask("missing", "GET", f"/{self.language}/nobody-{self.number}/", {404})


class Editor(User):
    """Logs in by the form, looks at the page in the admin, publishes it by Wagtail's API v3."""

    fixed_count = EDITORS
    wait_time = between(*PACE)

    def on_start(self) -> None:
        self.cookies: dict[str, str] = {}
        self.who = next(_editors)
        self.page = f"/admin/pages/{self.who.page_id}/edit/"
        self.log_in()

    def ask(self, name: str, method: str, path: str, usual: set[int], **given: Any) -> Any:
        """As everybody, with cookies: the client's own jar keeps secure ones from http."""
        cookie = "; ".join(f"{key}={value}" for key, value in self.cookies.items())
        headers = {**given.pop("headers", {}), **({"Cookie": cookie} if cookie else {})}
        response = super().ask(name, method, path, usual, headers=headers, **given)
        for key, value in (response.headers or {}).items():
            if key.lower() == "set-cookie":
                name, _equals, rest = value.partition("=")
                self.cookies[name] = rest.partition(";")[0]
        return response

    def log_in(self) -> None:
        self.cookies.clear()
        self.ask("login", "GET", "/admin/login/", {200})
        form = {
            "username": self.who.name,
            "password": self.who.password,
            "csrfmiddlewaretoken": self.cookies.get("__Host-csrftoken", ""),
        }
        referer = {"Referer": f"https://{plan.HOST}/admin/login/"}
        self.ask("login", "POST", "/admin/login/", {302}, data=form, headers=referer)

    @task(1)
    def look(self) -> None:
        response = self.ask("admin", "GET", self.page, {200, 302})
        if response.status_code == 302:
            self.log_in()

    @task(3)
    def publish(self) -> None:
        language = self.who.language
        number = published.tried[language] = published.tried[language] + 1
        change = {
            "meta": {"type": "towns.TownPage", "action": "publish"},
            "title": f"Almelo {number}",
        }
        response = User.ask(
            self, "publish", "PATCH", f"/api/v3/pages/{self.who.page_id}/", {200},
            json=change, headers={"Authorization": f"Bearer {self.who.token}"},
        )  # fmt: skip
        if response.status_code == 200:
            published.told(language, number)
            LEDGER.write("published", language=language, page=self.who.page_id, number=number)


class Sender(User):
    """Sends enquiries, each again and again with one Idempotency-Key until it is acknowledged."""

    fixed_count = SENDERS
    wait_time = between(1, 2)

    @task
    def enquire(self) -> None:
        self.address = f"10.251.{random.randrange(250)}.{random.randrange(250)}"
        base = f"/api/content/v1/forms/{PLAN.forms[self.language]}"
        response = self.ask("token", "POST", f"{base}/tokens/", {201}, json={})
        if response.status_code != 201:
            return
        time.sleep(LOOKED_AT)
        key = uuid.uuid4().hex
        sent = {"token": response.json()["token"], "consent": True}
        sent |= {"message": f"Enquiry {key}", "name": "Anna"}
        sent |= {"email": f"anna-{key}@example.org"}
        for _ in range(30):
            response = self.ask("enquiry", "POST", f"{base}/submissions/", {201}, json=sent,
                                headers={"Idempotency-Key": key})  # fmt: skip
            if response.status_code == 201:
                LEDGER.write("enquiry", key=key, reference=response.json()["reference"])
                return
            if response.status_code not in {0, 503}:
                return
            time.sleep(1)


@events.quit.add_listener
def _end(**given: Any) -> None:
    LEDGER.end()
