"""Which Content-Security-Policy an answer carries: by who reads it, never by what is in it.

Answers are kept and shared, so no policy of visitors has a nonce. Scripts and styles are files of
this host. A `<script type="application/ld+json">` is data, which no policy is asked about (HTML,
"prepare the script element"), and a style that a script sets through the CSSOM is none either.
"""

from base64 import b64encode
from hashlib import sha256
from typing import Any

from csp.constants import NONE, SELF, UNSAFE_HASHES, UNSAFE_INLINE

from twinning.previews import addresses
from twinning.security.headers import origins

#: The directives of one policy, as django-csp takes them.
Directives = dict[str, Any]

_DATA = "data:"
_BLOB = "blob:"
#: What Wagtail's tool for focal points (Jcrop) writes into an attribute to see whether it may; an
#: attribute with anything else runs nothing.
_PROBE = f"'sha256-{b64encode(sha256(b'return;').digest()).decode()}'"


def of_data() -> Directives:
    """For what is no HTML: nothing in it is loaded or run, should a browser show it."""
    return {"default-src": [NONE], "frame-ancestors": [NONE], "base-uri": [NONE]}


def of_visitors() -> Directives:
    """For pages: files of this host and of the storage for uploads, and nothing written inline."""
    return {
        **_common(),
        "script-src": [SELF],
        "style-src": [SELF],
    }


def of_documentation() -> Directives:
    """For the documentation of the APIs, which Swagger UI draws with styles of its own."""
    return {**_common(), "script-src": [SELF], "style-src": [SELF, UNSAFE_INLINE]}


def of_entrance() -> Directives:
    """For the forms where passwords and codes are typed: files of this host, nothing inline."""
    return {**_common(), "script-src": [SELF], "style-src": [SELF]}


def of_admin() -> Directives:
    """For Wagtail's admin.

    Its templates have inline scripts (fields for dates, inline panels), which StreamField inserts
    into the page by other scripts, so that neither nonces nor hashes let them through. Attributes
    such as `onclick` run nothing all the same, which is how most injected markup would.
    """
    fronts = addresses.origins()
    return {
        **_common(),
        "script-src": [SELF, UNSAFE_INLINE],
        "script-src-attr": [UNSAFE_HASHES, _PROBE],
        "style-src": [SELF, UNSAFE_INLINE],
        "img-src": [SELF, _DATA, _BLOB, *origins.of_media()],
        # A draft is shown at a front end by a form of the editor that redirects there.
        "frame-src": [SELF, *fronts],
        "form-action": [SELF, *fronts],
    }


def framed(directives: Directives) -> Directives:
    """The same for an answer that pages of this host may show in a frame."""
    return {**directives, "frame-ancestors": [SELF]}


def written(directives: Directives) -> str:
    """As the header's value, for views that set it themselves."""
    return "; ".join(f"{name} {' '.join(values)}" for name, values in directives.items())


def _common() -> Directives:
    media = origins.of_media()
    return {
        "default-src": [NONE],
        "img-src": [SELF, _DATA, *media],
        "media-src": [SELF, *media],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "frame-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
