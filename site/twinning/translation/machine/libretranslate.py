"""LibreTranslate, through wagtail-localize's own translator.

It knows no glossary. Places get their name in the other language beforehand, in an element that
its HTML mode leaves alone (`translate="no"`); other terms are checked afterwards, as everywhere.
"""

import re
from collections.abc import Iterable
from typing import Any

from bs4 import BeautifulSoup
from django.utils.functional import cached_property
from django.utils.html import escape
from wagtail.models import Locale
from wagtail_localize.machine_translators.libretranslate import LibreTranslator
from wagtail_localize.strings import StringValue

from twinning.translation import glossary
from twinning.translation.machine import batches, failures
from twinning.translation.machine.http import Service

_TAG = re.compile(r"(<[^>]*>)")


class LibreTranslate(LibreTranslator):
    """Asks in small batches, since a server of one's own takes its time for each sentence."""

    batch = (10, 50 * 1024)

    @cached_property
    def service(self) -> Service:
        """The server as it is spoken to."""
        return Service(str(self.display_name), float(self.options.get("TIMEOUT", 60)))

    def translate(
        self, source_locale: Locale, target_locale: Locale, strings: Iterable[StringValue]
    ) -> dict[StringValue, StringValue]:
        """Translate all of some texts.

        Raises:
            MachineFailed: the server has not translated every one.
        """
        places = _Places(source_locale.language_code, target_locale.language_code)
        asked = {
            "source": self.language_code(source_locale.language_code),
            "target": self.language_code(target_locale.language_code),
            "format": "html",
        }
        if self.options.get("API_KEY"):
            asked["api_key"] = self.options["API_KEY"]
        found: dict[StringValue, StringValue] = {}
        for batch in batches.batches(strings, *self.batch):
            marked = [places.marked(string.data) for string in batch]
            found |= zip(batch, self._texts({**asked, "q": marked}), strict=True)
        return found

    def _texts(self, asked: dict[str, Any]) -> list[StringValue]:
        answer = self.service.ask("POST", f"{self.get_api_endpoint()}/translate", asked)
        texts = answer.get("translatedText") if isinstance(answer, dict) else None
        if (
            not isinstance(texts, list)
            or len(texts) != len(asked["q"])
            or not all(isinstance(text, str) for text in texts)
        ):
            raise failures.nonsense(self.service.name)
        return [StringValue(_unmarked(text)) for text in texts]


class _Places:
    """The places of the glossary that have a name in both languages."""

    def __init__(self, source: str, target: str) -> None:
        known = glossary.current()
        self._finder = known.finder(source)
        self._names = {
            entry: f'<span translate="no">{escape(entry.text(target))}</span>'
            for entry in known.entries
            if entry.is_place and entry.text(target)
        }
        self._places = set(self._names)

    def marked(self, html: str) -> str:
        """A segment with the other names of its places, marked so that they stay."""
        parts = _TAG.split(html)
        words = [self._finder.replaced(part, self._places, self._names) for part in parts[::2]]
        parts[::2] = words
        return "".join(parts)


def _unmarked(html: str) -> str:
    """A translated segment without our marks; the rest as it came."""
    if "<span" not in html:
        return html
    soup = BeautifulSoup(html, "html.parser")
    for mark in soup.find_all("span", translate="no"):
        mark.unwrap()
    return str(soup)
