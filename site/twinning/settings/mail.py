"""From the address of a mail server, as django-environ reads it, to Django's settings."""

from typing import Any

_SMTP = "django.core.mail.backends.smtp.EmailBackend"
_WORDS = {"true": True, "1": True, "false": False, "0": False}


def server(config: dict[str, Any]) -> dict[str, object]:
    """EMAIL_HOST, EMAIL_PORT, EMAIL_HOST_USER, EMAIL_HOST_PASSWORD, EMAIL_USE_TLS, EMAIL_USE_SSL.

    Args:
        config: what `email_url_config` makes of `smtp://`; of `smtp+tls://` or `smtps://`, which
            mean STARTTLS; of `smtp+ssl://`, which means TLS from the start; or of `smtp://` with
            the parameter `tls` or `ssl`.

    Raises:
        ValueError: it is another kind of address, names no host, or has other parameters.
    """
    options = {name: str(value).lower() for name, value in config.get("OPTIONS", {}).items()}
    is_known = options.keys() <= {"TLS", "SSL"} and _WORDS.keys() >= set(options.values())
    if config["EMAIL_BACKEND"] != _SMTP or not config["EMAIL_HOST"] or not is_known:
        raise ValueError("No SMTP server.")
    with_tls = bool(config.get("EMAIL_USE_TLS")) or _WORDS[options.get("TLS", "false")]
    with_ssl = bool(config.get("EMAIL_USE_SSL")) or _WORDS[options.get("SSL", "false")]
    if with_tls and with_ssl:
        raise ValueError("TLS begins in one way.")
    return {
        "EMAIL_HOST": config["EMAIL_HOST"],
        "EMAIL_PORT": config["EMAIL_PORT"] or (587 if with_tls else 465 if with_ssl else 25),
        "EMAIL_HOST_USER": config["EMAIL_HOST_USER"] or "",
        "EMAIL_HOST_PASSWORD": config["EMAIL_HOST_PASSWORD"] or "",
        "EMAIL_USE_TLS": with_tls,
        "EMAIL_USE_SSL": with_ssl,
    }
