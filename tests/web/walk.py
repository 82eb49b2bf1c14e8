"""Walk over a whole site from a few addresses, as a crawler does, and say what is amiss."""

import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from email.message import Message
from typing import Any
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from tests.web.links import Document, read

_START = "the start"
#: What is no address of a host.
_OTHER = ("mailto:", "tel:", "data:", "geo:", "blob:")


@dataclass
class Answer:
    """What an address has answered in the end, and through how many redirects."""

    status: int
    redirects: int
    url: str
    document: Document


@dataclass
class Walk:
    """What has been seen: answers by address, and who leads where, with which fragment."""

    answers: dict[str, Answer] = field(default_factory=dict)
    led: dict[str, set[str]] = field(default_factory=dict)
    fragments: dict[tuple[str, str], str] = field(default_factory=dict)
    final: set[str] = field(default_factory=set)

    def is_excused(self, url: str) -> bool:
        """Whether nobody but the walk's start, or itself, leads to an unknown address."""
        return self.answers[url].status == 404 and self.led[url] <= {_START, url}

    def problems(self) -> Iterator[str]:
        """A line for each dead address, long way, missing anchor and doubled id."""
        for url, answer in self.answers.items():
            by = f"{url} (from {', '.join(sorted(self.led[url])[:3])})"
            if answer.status != 200 and not self.is_excused(url):
                yield f"{answer.status}: {by}"
            if answer.redirects > (0 if url in self.final else 1):
                yield f"{answer.redirects} redirects: {by}"
            for name, times in Counter(answer.document.ids).items():
                if times > 1:
                    yield f"id {name!r} {times} times: {url}"
        for (url, fragment), page in self.fragments.items():
            answer = self.answers[url]
            dead = answer.status != 200 and not self.is_excused(url)
            if not dead and fragment not in answer.document.ids:
                yield f"no #{fragment} at {url} (from {page})"


class _Stay(urllib.request.HTTPRedirectHandler):
    """Follows no redirect: the walk counts them."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


_OPENER = urllib.request.build_opener(_Stay)


def walk(site: str, starts: Iterable[str], most: int = 3000, but: Collection[str] = ()) -> Walk:
    """Ask for all that can be reached on a host.

    Args:
        site: scheme and host, such as `http://localhost:8000`.
        starts: paths to begin with. One that is no page itself, such as an unknown address whose
            answer has links, is walked from but not judged.
        most: addresses that may be asked for.
        but: beginnings of addresses from which it goes no further.

    Raises:
        RuntimeError: there are more.
    """
    seen = Walk()
    wanted = {site + path for path in starts}
    seen.led = {url: {_START} for url in wanted}
    with ThreadPoolExecutor(4) as pool:
        while wanted:
            if len(seen.answers) + len(wanted) > most:
                raise RuntimeError(f"more than {most} addresses, such as {sorted(wanted)[:5]}")
            found = dict(zip(wanted, pool.map(_ask, wanted), strict=True))
            seen.answers |= found
            further = {url: one for url, one in found.items() if not url.startswith(tuple(but))}
            wanted = {url for url in _follow(seen, site, further) if url not in seen.answers}
    return seen


def _follow(seen: Walk, site: str, found: dict[str, Answer]) -> Iterator[str]:
    """Where the answers lead on this host; who leads there is noted."""
    for page, answer in found.items():
        for link in answer.document.links:
            url, fragment = urldefrag(urljoin(answer.url, link.href))
            if link.href.startswith(_OTHER) or not url.startswith(f"{site}/"):
                continue
            if _is_search(page) and _is_search(url):
                continue  # results narrowed down, and again: crawlers are asked not to, either
            seen.led.setdefault(url, set()).add(page)
            if fragment and fragment != "top":
                seen.fragments[url, unquote(fragment)] = page
            if link.is_final:
                seen.final.add(url)
            yield url


def _is_search(url: str) -> bool:
    return "q=" in urlsplit(url).query


def _ask(url: str) -> Answer:
    asked, redirects = url, 0
    while True:
        status, headers, body = _get(asked)
        if status not in {301, 302, 303, 307, 308} or redirects > 9:
            break
        asked, redirects = urljoin(asked, headers["Location"]), redirects + 1
    document = Document()
    if headers.get_content_maintype() in {"text", "application"} or "svg" in str(headers):
        document = read(headers.get_content_type(), body.decode("utf-8", "replace"))
    return Answer(status, redirects, asked, document)


def _get(url: str) -> tuple[int, Message, bytes]:
    parts = urlsplit(url)
    path = urllib.request.quote(parts.path, safe="/%:@!$&'()*+,;=~-._")
    request = urllib.request.Request(parts._replace(path=path).geturl())
    try:
        with _OPENER.open(request, timeout=60) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read()
