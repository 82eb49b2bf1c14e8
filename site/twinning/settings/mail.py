"""From the address of a mail server to Django's settings."""

from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

SMTP = "django.core.mail.backends.smtp.EmailBackend"


def server(address: str) -> dict[str, object]:
    """EMAIL_HOST, EMAIL_PORT, EMAIL_HOST_USER, EMAIL_HOST_PASSWORD, EMAIL_USE_TLS, EMAIL_USE_SSL.

    Args:
        address: `smtp://`; `smtp+tls://`, which is `smtps://` too, and `smtp://…?tls=true` for
            STARTTLS; `smtp+ssl://` and `smtp://…?ssl=true` for TLS from the start.

    Raises:
        ImproperlyConfigured: it is none of these.
    """
    try:
        config = environ.Env.email_url_config(address)
        options = {name: _is_true(value) for name, value in config.get("OPTIONS", {}).items()}
    except (KeyError, ValueError, ImproperlyConfigured):
        raise _refused() from None
    with_tls = options.pop("TLS", bool(config.get("EMAIL_USE_TLS")))
    with_ssl = options.pop("SSL", bool(config.get("EMAIL_USE_SSL")))
    is_server = config["EMAIL_BACKEND"] == SMTP and config["EMAIL_HOST"]
    if not is_server or options or (with_tls and with_ssl):
        raise _refused()
    return {
        "EMAIL_HOST": config["EMAIL_HOST"],
        "EMAIL_PORT": config["EMAIL_PORT"] or (587 if with_tls else 465 if with_ssl else 25),
        "EMAIL_HOST_USER": config["EMAIL_HOST_USER"] or "",
        "EMAIL_HOST_PASSWORD": config["EMAIL_HOST_PASSWORD"] or "",
        "EMAIL_USE_TLS": with_tls,
        "EMAIL_USE_SSL": with_ssl,
    }


def _is_true(value: Any) -> bool:
    """Raises KeyError where it is neither yes nor no."""
    return {"true": True, "1": True, "false": False, "0": False}[str(value).lower()]


def _refused() -> ImproperlyConfigured:
    # Without the address, which has the password in it.
    return ImproperlyConfigured(
        "EMAIL_URL is not the address of an SMTP server, such as "
        "smtp+tls://user:password@mail.example.org:587."
    )
