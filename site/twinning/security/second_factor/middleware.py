"""Nobody is in before the second factor: until then a session is nobody's."""

from collections.abc import Callable
from functools import cache, partial
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.middleware import get_user
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.models import Device

from twinning import conf
from twinning.security.second_factor import codes


class SecondFactorMiddleware:
    """Everything sees an anonymous visitor until the second factor has been passed.

    The admin, previews, private pictures and documents, protected pages. `request.half_in` is who
    it will be, for the views that ask. In place of django-otp's middleware, whose user is wrapped
    twice, which Wagtail's log does not know for a user.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Only where a session came along: looking into one makes an answer its visitor's own.
        if conf.get("TWO_FACTOR") == "off" or settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return self.get_response(request)
        given: Any = request
        given.half_in = SimpleLazyObject(partial(_with_device, request))
        given.user = SimpleLazyObject(partial(_let_in, request))
        if _is_behind(request.path_info) and waits(_with_device(request)):
            if request.headers.get("X-Requested-With") == "XMLHttpRequest":
                raise PermissionDenied
            asked = urlencode({"next": request.get_full_path()})
            return HttpResponseRedirect(f"{reverse('second_factor:verify')}?{asked}")
        return self.get_response(request)


def waits(user: Any) -> bool:
    """Whether somebody has given their password, and not yet the code that is asked of them."""
    if not user.is_authenticated or user.otp_device is not None:
        return False
    return conf.get("TWO_FACTOR") == "required" or codes.device_of(user) is not None


def _let_in(request: HttpRequest) -> Any:
    user = _with_device(request)
    return AnonymousUser() if waits(user) else user


def _with_device(request: HttpRequest) -> Any:
    """The session's user, with the device in `otp_device` for which it has passed, or None."""
    user: Any = get_user(request)  # once a request
    if user.is_authenticated and not hasattr(user, "otp_device"):
        given = request.session.get(DEVICE_ID_SESSION_KEY)
        device = Device.from_persistent_id(given) if given else None
        is_theirs = device is not None and device.user_id == user.pk and device.confirmed
        user.otp_device = device if is_theirs else None
    return user


def _is_behind(path: str) -> bool:
    admin = reverse("wagtailadmin_home")
    return path.startswith(admin) and not path.startswith(_open())


@cache
def _open() -> tuple[str, ...]:
    """What is there before anybody is in, by where its addresses begin."""
    names = (
        *("wagtailadmin_login", "wagtailadmin_logout", "wagtailadmin_password_reset"),
        *("wagtailadmin_javascript_catalog", "wagtailadmin_sprite"),
        *("second_factor:verify", "second_factor:recover", "second_factor:enrol"),
    )
    return tuple(reverse(name) for name in names)
