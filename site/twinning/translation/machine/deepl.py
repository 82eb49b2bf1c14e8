"""DeepL, through wagtail-localize's own translator.

https://developers.deepl.com/api-reference/translate
"""

from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

from django.utils.functional import cached_property
from wagtail.models import Locale
from wagtail_localize.machine_translators.deepl import DeepLTranslator, language_code
from wagtail_localize.strings import StringValue

from twinning.translation.machine import batches, deepl_glossary, failures
from twinning.translation.machine.failures import MachineFailed
from twinning.translation.machine.http import Service

#: Variants that DeepL wants to be named where it is told the language alone.
_VARIANTS = {"EN": "EN-GB", "PT": "PT-PT"}


def target_code(locale: Locale) -> str:
    """A language as a target of DeepL's."""
    code: str = language_code(locale.language_code, is_target=True)
    return _VARIANTS.get(code, code)


class DeepL(DeepLTranslator):
    """Asks in batches and in the formal address, with the site's glossary."""

    #: DeepL takes 50 texts and 128 KiB, in which other parameters must find room.
    batch = (50, 100 * 1024)

    @cached_property
    def base(self) -> str:
        """Where DeepL's API begins: as it is said, or by the kind of the key."""
        given = str(self.options.get("URL") or "").rstrip("/").removesuffix("/v2")
        return given or str(super().get_api_endpoint()).removesuffix("/v2/translate")

    @cached_property
    def service(self) -> Service:
        """DeepL as it is spoken to."""
        timeout = float(self.options.get("TIMEOUT", 30))
        return Service(str(self.display_name), timeout, self.get_headers())

    def get_api_endpoint(self) -> str:
        """Where texts are translated."""
        return f"{self.base}/v2/translate"

    def get_parameters(
        self, source_locale: Locale, target_locale: Locale, strings: Iterable[StringValue]
    ) -> dict[str, Any]:
        """As wagtail-localize has them, with the variant of the target language."""
        parameters = super().get_parameters(source_locale, target_locale, list(strings))
        return {**parameters, "target_lang": target_code(target_locale)}

    def can_translate(self, source_locale: Locale, target_locale: Locale) -> bool:
        """Whether these are two languages: English does not become British English."""
        source = language_code(source_locale.language_code)
        return bool(source != target_code(target_locale).partition("-")[0])

    def translate(
        self, source_locale: Locale, target_locale: Locale, strings: Iterable[StringValue]
    ) -> dict[StringValue, StringValue]:
        """Translate all of some texts.

        Raises:
            MachineFailed: DeepL has not translated every one.
        """
        glossary = self._glossary(source_locale.language_code, target_locale.language_code)
        found: dict[StringValue, StringValue] = {}
        for batch in batches.batches(strings, *self.batch):
            parameters = self.get_parameters(source_locale, target_locale, batch)
            found |= zip(batch, self._ask(parameters, glossary), strict=True)
        return found

    def _glossary(self, source: str, target: str) -> str | None:
        """The identifier of the glossary, asked for once: a page comes in several batches."""
        if (source, target) not in self._glossaries:
            made = deepl_glossary.identifier(self.service, self.base, source, target)
            self._glossaries[source, target] = made
        return self._glossaries[source, target]

    @cached_property
    def _glossaries(self) -> dict[tuple[str, str], str | None]:
        return {}

    def _ask(self, parameters: dict[str, Any], glossary: str | None) -> list[StringValue]:
        if not glossary:
            return self._texts(parameters)
        try:
            return self._texts({**parameters, "glossary_id": glossary})
        except MachineFailed as error:
            # Somebody has deleted it there, or the key is another account's: without it, and the
            # next time with a new one.
            if error.status not in {HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND}:
                raise
            deepl_glossary.forget(glossary)
            self._glossaries.clear()
            return self._texts(parameters)

    def _texts(self, parameters: dict[str, Any]) -> list[StringValue]:
        answer = self.service.ask("POST", self.get_api_endpoint(), parameters)
        texts = answer.get("translations") if isinstance(answer, dict) else None
        if (
            not isinstance(texts, list)
            or len(texts) != len(parameters["text"])
            or not all(isinstance(t, dict) and isinstance(t.get("text"), str) for t in texts)
        ):
            raise failures.nonsense(self.service.name)
        return [StringValue(text["text"]) for text in texts]
