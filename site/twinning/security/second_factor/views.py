"""What is asked after the password, and what people see of their own second factor."""

from collections.abc import Callable
from functools import wraps
from typing import Any

import django_otp
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from wagtail.log_actions import log

from twinning import conf
from twinning.security.second_factor import codes
from twinning.security.second_factor.forms import CodeForm, EnrolForm
from twinning.security.second_factor.setting_up import Offer

View = Callable[..., HttpResponse]
_FOLDER = "twinning/admin/security"


def _for_whoever_gave_a_password(view: View) -> View:
    """Let in who has a session, whether it has passed the second factor or not; in their language.

    Nobody else learns anything: they are sent to where passwords are typed.
    """

    @never_cache
    @sensitive_post_parameters("code", "current", "offer")
    @wraps(view)
    def checked(request: HttpRequest) -> HttpResponse:
        user: Any = getattr(request, "half_in", request.user)  # not there without a session
        if conf.get("TWO_FACTOR") == "off":
            raise Http404
        if not user.is_authenticated:
            return redirect("wagtailadmin_login")
        profile = getattr(user, "wagtail_userprofile", None)
        language = profile.get_preferred_language() if profile else translation.get_language()
        with translation.override(language):
            response = view(request, user)
            return response.render() if isinstance(response, TemplateResponse) else response

    return checked


@_for_whoever_gave_a_password
def verify(request: HttpRequest, user: Any) -> HttpResponse:
    """Ask for a code of the device."""
    return _ask(request, user, "verify.html")


@_for_whoever_gave_a_password
def recover(request: HttpRequest, user: Any) -> HttpResponse:
    """Ask for a recovery code."""
    return _ask(request, user, "recover.html")


def _ask(request: HttpRequest, user: Any, template: str) -> HttpResponse:
    asked = _next(request)
    if user.otp_device is not None:
        return redirect(asked)
    if codes.device_of(user) is None:
        return redirect(_with_next("second_factor:enrol", request))
    form = CodeForm(user, request.POST or None)
    if request.method == "POST":
        if form.is_valid():
            _let_in(request, user, form.device)
            log(user, "twinning.second_factor.passed", user=user)
            return redirect(asked)
        log(user, "twinning.second_factor.failed", user=user)
    context = {"form": form, "next": asked, "user_name": user.get_username()}
    return TemplateResponse(request, f"{_FOLDER}/{template}", context)


@_for_whoever_gave_a_password
def enrol(request: HttpRequest, user: Any) -> HttpResponse:
    """Set up a device: the first, or another in place of it."""
    has_device = codes.device_of(user) is not None
    if has_device and user.otp_device is None:
        return redirect(_with_next("second_factor:verify", request))
    form = EnrolForm(user, has_device, request.POST or None)
    if request.method == "POST" and form.is_valid() and form.shown and form.moment is not None:
        device, made = codes.replace(user, form.shown.key, form.moment)
        _let_in(request, user, device)
        log(user, "twinning.second_factor.set_up", user=user)
        return _shown(request, made)
    offer = form.shown or Offer.new(user)  # the same once more, where only a code was wrong
    context = {"form": form, "offer": offer, "next": _next(request)}
    return TemplateResponse(request, f"{_FOLDER}/enrol.html", context)


@_for_whoever_gave_a_password
def renew(request: HttpRequest, user: Any) -> HttpResponse:
    """New recovery codes, for a code of the device."""
    if user.otp_device is None:
        return redirect(_with_next("second_factor:verify", request))
    form = CodeForm(user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = codes.renew(user)
        log(user, "twinning.second_factor.codes", user=user)
        return _shown(request, made)
    context = {"form": form, "left": codes.left(user)}
    return TemplateResponse(request, f"{_FOLDER}/renew.html", context)


def _let_in(request: HttpRequest, user: Any, device: Any) -> None:
    """Mark the session, under another key: who knew the old one is not in."""
    request.user = user
    request.session.cycle_key()
    django_otp.login(request, device)


def _shown(request: HttpRequest, made: list[str]) -> HttpResponse:
    """The codes, this once: they are kept nowhere."""
    context = {"codes": made, "next": _next(request)}
    return TemplateResponse(request, f"{_FOLDER}/codes.html", context)


def _next(request: HttpRequest) -> str:
    """Where somebody wanted to go; the admin's home where that is no address of this host."""
    asked = request.POST.get(REDIRECT_FIELD_NAME) or request.GET.get(REDIRECT_FIELD_NAME) or ""
    hosts, secure = {request.get_host()}, request.is_secure()
    is_here = url_has_allowed_host_and_scheme(asked, hosts, require_https=secure)
    return asked if is_here else reverse("wagtailadmin_home")


def _with_next(name: str, request: HttpRequest) -> str:
    query = request.META.get("QUERY_STRING", "")
    return f"{reverse(name)}?{query}" if query else reverse(name)
