"""The project's rules as system checks, each with an id and a hint."""

import math
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from twinning import conf
from twinning.media import renditions


@register()
def check_languages(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """LANGUAGES and WAGTAIL_CONTENT_LANGUAGES are one list (ADR 3)."""
    if list(settings.LANGUAGES) == list(getattr(settings, "WAGTAIL_CONTENT_LANGUAGES", [])):
        return []
    return [
        Error(
            "LANGUAGES and WAGTAIL_CONTENT_LANGUAGES differ.",
            hint="Set WAGTAIL_CONTENT_LANGUAGES = LANGUAGES, or pages exist at no address.",
            id="twinning.E001",
        )
    ]


#: Wider than any screen needs, and than AVIF encoders take in reasonable time.
WIDEST = 4000


@register()
def check_settings(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """TWINNING holds only what there is, and values that mean something."""
    if not isinstance(conf.given(), dict):
        return [_refused("TWINNING is no dict.", "Write TWINNING = {…}.")]
    unknown = sorted(map(str, conf.given().keys() - conf.DEFAULTS.keys()))
    names = ", ".join(conf.DEFAULTS)
    return [
        *(_refused(f"TWINNING has no {name}.", f"It may have: {names}.") for name in unknown),
        *_check_list(
            "RENDITION_WIDTHS",
            lambda width: type(width) is int and 0 < width <= WIDEST,
            f"Give whole numbers of pixels from 1 to {WIDEST}.",
        ),
        *_check_list(
            "RENDITION_FORMATS",
            lambda name: name in renditions.FORMATS,
            f"Give some of: {', '.join(renditions.FORMATS)}.",
        ),
        *_check_seconds("SHARED_MAX_AGE"),
        *_check_seconds("STALE_WHILE_REVALIDATE"),
        *_check_switch("INDEXED"),
        *_check_switch("PUBLISH_MACHINE"),
        *_check_characters(),
        *_check_forms(),
        *_check_workflows(),
        *_check_review_days(),
        *_check_minutes("PREVIEW_MINUTES"),
        *_check_minutes("ACCESS_MINUTES"),
        *_check_second_factor(),
        *_check_places(),
    ]


def _check_characters() -> list[CheckMessage]:
    """An error for a budget that is neither a number, nor none, nor such for each team."""
    value = conf.get("MACHINE_CHARACTERS")
    if not isinstance(value, dict):
        budgets = [value]
    elif "default" in value and all(isinstance(key, str) for key in value):
        budgets = list(value.values())
    else:
        budgets = ["no default"]
    if all(budget is None or (type(budget) is int and budget >= 0) for budget in budgets):
        return []
    hint = (
        "Give a whole number of characters, None for no limit, or a dict of such by the team's "
        'key, with "default" for all others.'
    )
    return [_refused(f"MACHINE_CHARACTERS in TWINNING is {value!r}.", hint)]


def _check_forms() -> Iterator[CheckMessage]:
    """Errors for what holds for forms, and for how long what they brought is kept."""
    for name, default in conf.DEFAULTS.items():
        if isinstance(default, tuple) and name.endswith("_LIMIT"):
            yield from _check_limit(name)
        elif name == "PROXIES" or name.startswith(("FORM_", "KEEP_")):
            yield from _check_number(name, "Give a whole number.")


def _check_workflows() -> Iterator[CheckMessage]:
    """Errors for TRANSLATION_WORKFLOWS: yes, no, or codes of languages that there are."""
    value = conf.get("TRANSLATION_WORKFLOWS")
    if type(value) is bool:
        return
    hint = "Give True, False, or a list of language codes."
    if not isinstance(value, list | tuple | set | frozenset):
        yield _refused(f"TRANSLATION_WORKFLOWS in TWINNING is {value!r}.", hint)
        return
    known = dict(settings.LANGUAGES)
    for code in value:
        if code not in known:
            yield _refused(f"TRANSLATION_WORKFLOWS in TWINNING has {code!r} in it.", hint)


def _check_review_days() -> list[CheckMessage]:
    """An error for a number of days that no review link may be valid for."""
    value = conf.get("REVIEW_DAYS")
    if type(value) is int and 1 <= value <= conf.MOST_REVIEW_DAYS:
        return []
    hint = f"Give a whole number of days from 1 to {conf.MOST_REVIEW_DAYS}."
    return [_refused(f"REVIEW_DAYS in TWINNING is {value!r}.", hint)]


def _check_minutes(name: str) -> list[CheckMessage]:
    """An error for a number of minutes that no token may be good for."""
    value = conf.get(name)
    if type(value) is int and 1 <= value <= conf.MOST_TOKEN_MINUTES:
        return []
    hint = f"Give a whole number of minutes from 1 to {conf.MOST_TOKEN_MINUTES}."
    return [_refused(f"{name} in TWINNING is {value!r}.", hint)]


def _check_second_factor() -> Iterator[CheckMessage]:
    """Errors for TWO_FACTOR, and for numbers that would end every session or token at once."""
    value = conf.get("TWO_FACTOR")
    if value not in conf.TWO_FACTOR:
        yield _refused(f"TWO_FACTOR in TWINNING is {value!r}.", f"Give one of: {conf.TWO_FACTOR}.")
    for name in ("SESSION_IDLE_MINUTES", "TOKEN_DAYS", "BODY_BYTES"):
        if not _is_positive(conf.get(name)):
            yield _refused(f"{name} in TWINNING is {conf.get(name)!r}.", "Give a number above 0.")


def _check_places() -> Iterator[CheckMessage]:
    """Errors for numbers with which no request would ever be answered."""
    places, turn = conf.get("DELIVERY_PLACES"), conf.get("DELIVERY_TURN")
    if not _is_positive(places):
        hint = "Give a whole number above 0."
        yield _refused(f"DELIVERY_PLACES in TWINNING is {places!r}.", hint)
    if type(turn) not in {int, float} or not 0 <= turn < math.inf:
        yield _refused(f"DELIVERY_TURN in TWINNING is {turn!r}.", "Give a number of seconds.")


def _check_limit(name: str) -> list[CheckMessage]:
    """An error for a setting that is not how often, and within how many seconds."""
    value = conf.get(name)
    if isinstance(value, list | tuple) and len(value) == 2 and all(map(_is_positive, value)):
        return []
    hint = "Give how often, and within how many seconds: two whole numbers above 0."
    return [_refused(f"{name} in TWINNING is {value!r}.", hint)]


def _is_positive(value: Any) -> bool:
    return type(value) is int and value > 0


def _check_seconds(name: str) -> list[CheckMessage]:
    """An error for a setting that is no number of seconds."""
    return _check_number(name, "Give a whole number of seconds.")


def _check_number(name: str, hint: str) -> list[CheckMessage]:
    """An error for a setting that is no whole number, or below 0."""
    value = conf.get(name)
    if type(value) is int and value >= 0:
        return []
    return [_refused(f"{name} in TWINNING is {value!r}.", hint)]


def _check_switch(name: str) -> list[CheckMessage]:
    """An error for a setting that is neither yes nor no: "False" as text would be yes."""
    value = conf.get(name)
    if type(value) is bool:
        return []
    return [_refused(f"{name} in TWINNING is {value!r}.", "Give True or False.")]


def _check_list(name: str, right: Callable[[Any], bool], hint: str) -> list[CheckMessage]:
    """Errors for a setting that is no list or tuple, is empty, or holds what is not right."""
    values = conf.get(name)
    if not isinstance(values, list | tuple) or not values:
        return [_refused(f"{name} in TWINNING is no list with anything in it.", hint)]
    return [
        _refused(f"{name} in TWINNING has {value!r} in it.", hint)
        for value in values
        if not right(value)
    ]


def _refused(words: str, hint: str) -> Error:
    return Error(words, hint=hint, id="twinning.E002")
