"""From what is known of a translation service to the setting WAGTAILLOCALIZE_MACHINE_TRANSLATOR."""

from django.core.exceptions import ImproperlyConfigured

from .addresses import is_web

#: What `env` reads, in the order of the arguments of `translator`.
VARIABLES = ("DEEPL_AUTH_KEY", "DEEPL_URL", "LIBRETRANSLATE_URL", "LIBRETRANSLATE_API_KEY")

_MACHINE = "twinning.translation.machine"


def translator(
    deepl_key: str, deepl_url: str, libre_url: str, libre_key: str
) -> dict[str, object] | None:
    """The service that there is, if any.

    Args:
        deepl_key: of an account at DeepL, whose own address follows from it unless `deepl_url`
            is given.
        libre_url: of a LibreTranslate server, which may ask for `libre_key`.

    Raises:
        ImproperlyConfigured: both services, half of one, or an address that is none of the web.
    """
    if deepl_key and libre_url:
        raise ImproperlyConfigured(
            "DEEPL_AUTH_KEY and LIBRETRANSLATE_URL are both set: choose one translation service."
        )
    if deepl_url and not deepl_key:
        raise ImproperlyConfigured("DEEPL_URL is set without DEEPL_AUTH_KEY.")
    if libre_key and not libre_url:
        raise ImproperlyConfigured("LIBRETRANSLATE_API_KEY is set without LIBRETRANSLATE_URL.")
    for name, url in (("DEEPL_URL", deepl_url), ("LIBRETRANSLATE_URL", libre_url)):
        if url and not is_web(url):
            raise ImproperlyConfigured(f"{name} is an address such as https://translate.example.")
    if deepl_key:
        options = {"AUTH_KEY": deepl_key, "URL": deepl_url, "FORMALITY": "prefer_more"}
        return {"CLASS": f"{_MACHINE}.deepl.DeepL", "OPTIONS": options}
    if libre_url:
        options = {"LIBRETRANSLATE_URL": libre_url.rstrip("/"), "API_KEY": libre_key}
        return {"CLASS": f"{_MACHINE}.libretranslate.LibreTranslate", "OPTIONS": options}
    return None
