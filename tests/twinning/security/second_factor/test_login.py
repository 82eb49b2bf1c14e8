"""Nobody is in before the second factor, by whichever door."""

import re
import time

import pytest
from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice
from wagtail.models import Collection, CollectionViewRestriction, ModelLogEntry, PageViewRestriction

from twinning.media.models import TwinningDocument
from twinning.security.models import RecoveryCode
from twinning.security.second_factor import codes

PASSWORD = "seven swans on the canal"
KEY = "3132333435363738393031323334353637383930"
VERIFY, RECOVER, ENROL = (reverse(f"second_factor:{n}") for n in ("verify", "recover", "enrol"))


@pytest.fixture(autouse=True)
def _required(settings) -> None:
    settings.TWINNING = {**settings.TWINNING, "TWO_FACTOR": "required"}


@pytest.fixture
def anna(db):
    return get_user_model().objects.create_superuser("anna", "anna@example.org", PASSWORD)


@pytest.fixture
def recovery(anna) -> list[str]:
    """Anna's recovery codes; her device is set up."""
    return codes.replace(anna, KEY, -1)[1]


@pytest.fixture
def half(anna) -> Client:
    """Anna has given her password."""
    client = Client()
    answer = client.post("/admin/login/", {"username": "anna", "password": PASSWORD})
    assert answer.status_code == 302
    return client


def code(steps: int = 0) -> str:
    return f"{totp(bytes.fromhex(KEY), drift=steps):06d}"


def is_in(client: Client) -> bool:
    return client.get("/admin/").status_code == 200


def test_a_password_alone_opens_no_address_of_the_admin(half, recovery, tree) -> None:
    paths = [
        *("/admin/", "/admin/pages/", "/admin/images/", "/admin/users/", "/admin/account/"),
        *("/admin/reports/site-history/", "/admin/api/main/pages/", "/admin/personal-data/"),
        *(reverse("second_factor_reset", args=[1]), "/admin/nothing/", reverse("personal_data")),
        reverse("wagtailadmin_pages:view_draft", args=[tree.almelo.pk]),
    ]
    for path in paths:
        answer = half.get(path)
        assert answer.status_code == 302, path
        assert answer["Location"].startswith(f"{VERIFY}?next="), path
        assert half.post(path).status_code == 302, path
        assert half.get(path, headers={"X-Requested-With": "XMLHttpRequest"}).status_code == 403


def test_new_recovery_codes_are_not_for_half_a_login(half, recovery) -> None:
    before = set(RecoveryCode.objects.values_list("digest", flat=True))
    answer = half.post(reverse("second_factor:renew"), {"code": code()})
    assert answer.status_code == 302
    assert set(RecoveryCode.objects.values_list("digest", flat=True)) == before


def test_a_password_alone_opens_nothing_outside_the_admin(half, recovery, tree) -> None:
    PageViewRestriction.objects.create(page=tree.almelo, restriction_type="login")
    collection = Collection.get_first_root_node().add_child(name="Private")
    CollectionViewRestriction.objects.create(collection=collection, restriction_type="login")
    document = TwinningDocument.objects.create(
        title="A", file=ContentFile(b"A", "a.txt"), collection=collection
    )
    for path in (tree.almelo.url, document.url):
        assert half.get(path).status_code == 302, path
        assert Client().get(path).status_code == 302
    assert half.post(VERIFY, {"code": code()}).status_code == 302
    assert half.get(tree.almelo.url).status_code == 200
    assert half.get(document.url).status_code == 200


def test_the_api_v3_knows_no_session(half, recovery, tree) -> None:
    assert half.get("/api/v3/whoami/").status_code == 401
    half.post(VERIFY, {"code": code()})
    assert half.get("/api/v3/whoami/").status_code == 401


def test_the_code_of_the_device_lets_in_to_where_one_wanted_to_go(half, recovery) -> None:
    before = half.cookies["sessionid"].value
    answer = half.post(VERIFY, {"code": code(), "next": "/admin/images/"})
    assert (answer.status_code, answer["Location"]) == (302, "/admin/images/")
    assert half.cookies["sessionid"].value != before, "who knew the old key is not in"
    assert is_in(half)


@pytest.mark.parametrize("wanted", ["https://evil.example/", "//evil.example/", "javascript:x"])
def test_nobody_is_sent_elsewhere(half, recovery, wanted: str) -> None:
    assert half.post(VERIFY, {"code": code(), "next": wanted})["Location"] == "/admin/"


def test_a_code_lets_in_once(half, recovery) -> None:
    typed = code()
    half.post(VERIFY, {"code": typed})
    other = Client()
    other.post("/admin/login/", {"username": "anna", "password": PASSWORD})
    assert other.post(VERIFY, {"code": typed}).status_code == 200
    assert not is_in(other)


@pytest.mark.parametrize(
    "typed", ["000000", "", "abcdef", "12345", "٣٣٣٣٣٣", "\0", "x" * 500, "0" * 10]
)
def test_a_wrong_code_lets_nobody_in(half, recovery, typed: str) -> None:
    answer = half.post(VERIFY, {"code": typed})
    assert answer.status_code == 200
    assert "error" in answer.content.decode()
    assert not is_in(half)


def test_an_old_code_lets_nobody_in(half, recovery) -> None:
    assert half.post(VERIFY, {"code": code(-4)}).status_code == 200


def test_codes_are_not_guessed(half, recovery, settings) -> None:
    """The device waits longer after each failure; a client may try so often in all."""
    settings.OTP_TOTP_THROTTLE_FACTOR = 60  # seconds, which no slow machine takes to ask twice
    half.post(VERIFY, {"code": "000000"})
    assert half.post(VERIFY, {"code": code()}).status_code == 200, "too soon after a failure"
    settings.TWINNING = {**settings.TWINNING, "CODE_CLIENT_LIMIT": (3, 15 * 60)}
    assert half.post(VERIFY, {"code": code()}).status_code == 200
    assert half.post(VERIFY, {"code": code()}).status_code == 429


def test_a_recovery_code_lets_in_once(half, recovery) -> None:
    answer = half.post(RECOVER, {"code": recovery[0].lower().replace("-", " ")})
    assert answer.status_code == 302
    assert is_in(half)
    other = Client()
    other.post("/admin/login/", {"username": "anna", "password": PASSWORD})
    assert other.post(RECOVER, {"code": recovery[0]}).status_code == 200
    assert not is_in(other)
    assert codes.left(get_user_model().objects.get()) == codes.MANY - 1


def test_nobody_gets_in_with_anothers_codes(half, anna) -> None:
    bert = get_user_model().objects.create_superuser("bert", "bert@example.org", PASSWORD)
    _device, theirs = codes.replace(bert, KEY, -1)
    codes.replace(anna, "00" * 20, -1)
    assert half.post(RECOVER, {"code": theirs[0]}).status_code == 200
    assert half.post(VERIFY, {"code": code()}).status_code == 200
    assert not is_in(half)


def test_codes_are_kept_as_digests(recovery) -> None:
    kept = str(list(RecoveryCode.objects.values_list("digest", flat=True)))
    assert not any(typed in kept or typed.replace("-", "") in kept for typed in recovery)
    assert len(set(recovery)) == codes.MANY


def enrolment(client: Client) -> tuple[str, str]:
    """The signed offer on the page, and its secret."""
    from base64 import b32decode

    html = client.get(ENROL).content.decode()
    [offer] = re.findall(r'name="offer" value="([^"]+)"', html)
    [written] = re.findall(r"<code>([^<]+)</code>", html)
    return offer, b32decode(written.replace(" ", "")).hex()


def test_whoever_has_no_device_sets_one_up_first(half) -> None:
    assert half.get("/admin/")["Location"].startswith(VERIFY)
    assert half.get(f"{VERIFY}?next=/admin/images/")["Location"].startswith(ENROL)
    offer, key = enrolment(half)
    assert not TOTPDevice.objects.exists(), "a GET writes nothing"
    wrong = half.post(ENROL, {"offer": offer, "code": "000000"})
    assert not TOTPDevice.objects.exists() and offer_key(wrong) == offer_key_of(offer)
    right = f"{totp(bytes.fromhex(key)):06d}"
    answer = half.post(ENROL, {"offer": offer, "code": right, "next": "/admin/images/"})
    assert answer.status_code == 200
    shown = re.findall(r"<code>(\w{5}-\w{5})</code>", answer.content.decode())
    assert len(shown) == codes.MANY
    assert "no-store" in answer.headers["Cache-Control"]
    assert is_in(half)
    assert TOTPDevice.objects.get().key == key
    # The code that set it up is used up.
    other = Client()
    other.post("/admin/login/", {"username": "anna", "password": PASSWORD})
    assert other.post(VERIFY, {"code": right}).status_code == 200
    assert other.post(RECOVER, {"code": shown[3]}).status_code == 302


def offer_key(answer) -> str:
    return answer.context["offer"].key


def offer_key_of(signed: str) -> str:
    from django.core import signing

    return signing.loads(signed, salt="twinning.second_factor")[0]


def test_an_offer_is_one_persons_and_soon_over(half, anna, monkeypatch) -> None:
    bert = get_user_model().objects.create_superuser("bert", "bert@example.org", PASSWORD)
    theirs = Client()
    theirs.force_login(bert)
    offer, key = enrolment(theirs)
    right = f"{totp(bytes.fromhex(key)):06d}"
    assert half.post(ENROL, {"offer": offer, "code": right}).status_code == 200
    assert half.post(ENROL, {"offer": "forged", "code": right}).status_code == 200
    now = time.time()
    monkeypatch.setattr("time.time", lambda: now + 3600)
    assert theirs.post(ENROL, {"offer": offer, "code": right}).status_code == 200
    assert not TOTPDevice.objects.exists()


def test_a_password_alone_replaces_no_device(half, recovery) -> None:
    assert half.get(ENROL)["Location"].startswith(VERIFY)
    before = TOTPDevice.objects.get().key
    assert half.post(ENROL, {"offer": "x", "code": "1"}).status_code == 302
    assert TOTPDevice.objects.get().key == before


def test_another_device_needs_a_code_of_the_first(half, recovery) -> None:
    half.post(RECOVER, {"code": recovery[0]})
    offer, key = enrolment(half)
    right = f"{totp(bytes.fromhex(key)):06d}"
    assert half.post(ENROL, {"offer": offer, "code": right}).status_code == 200
    assert TOTPDevice.objects.get().key == KEY
    half.post(ENROL, {"offer": offer, "code": right, "current": recovery[1]})
    assert TOTPDevice.objects.get().key == key
    assert is_in(half)


def test_the_picture_comes_from_no_other_host(half) -> None:
    answer = half.get(ENROL)
    assert re.findall(r'<img src="(data:image/svg\+xml)', answer.content.decode())
    policy = answer.headers["Content-Security-Policy"]
    assert re.search(r"script-src 'self'(;|$)", policy)  # in whatever order
    assert "unsafe" not in policy and "http" not in policy


def test_an_administrator_resets_what_somebody_has_lost(half, recovery, anna) -> None:
    half.post(VERIFY, {"code": code()})
    bert = get_user_model().objects.create_user("bert", "bert@example.org", PASSWORD)
    codes.replace(bert, KEY, -1)
    path = reverse("second_factor_reset", args=[bert.pk])
    assert "bert" in half.get(path).content.decode()
    assert TOTPDevice.objects.filter(user=bert).exists()
    assert half.post(path).status_code == 302
    assert not TOTPDevice.objects.filter(user=bert).exists()
    assert not RecoveryCode.objects.filter(user=bert).exists()
    entry = ModelLogEntry.objects.get(action="twinning.second_factor.reset")
    assert (entry.user, entry.object_id) == (anna, str(bert.pk))
    assert half.post(reverse("second_factor_reset", args=[anna.pk])).status_code != 302 or (
        TOTPDevice.objects.filter(user=anna).exists()
    ), "nobody their own"


def test_a_reset_ends_what_was_let_in(half, recovery, anna) -> None:
    half.post(VERIFY, {"code": code()})
    assert is_in(half)
    codes.reset(anna)
    assert not is_in(half)


def test_optional_asks_only_who_has_a_device(half, anna, settings) -> None:
    settings.TWINNING = {**settings.TWINNING, "TWO_FACTOR": "optional"}
    assert is_in(half)
    assert "Set up two-step login" in half.get(reverse("wagtailadmin_account")).content.decode()
    codes.replace(anna, KEY, -1)
    assert not is_in(half)
    half.post(VERIFY, {"code": code()})
    assert is_in(half)


def test_off_asks_nobody(half, recovery, settings) -> None:
    settings.TWINNING = {**settings.TWINNING, "TWO_FACTOR": "off"}
    assert is_in(half)
    assert half.get(VERIFY).status_code == 404


def test_the_log_has_what_happened(half, recovery, anna) -> None:
    half.post(VERIFY, {"code": "abc"})
    half.post(RECOVER, {"code": recovery[0]})
    found = list(ModelLogEntry.objects.order_by("timestamp").values_list("action", flat=True))
    assert found[-3:] == [
        "twinning.login",
        "twinning.second_factor.failed",
        "twinning.second_factor.passed",
    ]
    html = half.get("/admin/reports/site-history/").content.decode()
    assert "Passed two-step login" in html and "Logged in" in html


def test_visitors_pages_look_into_no_session(client, tree) -> None:
    answer = client.get("/en/")
    assert "Cookie" not in answer.headers.get("Vary", "")
    assert "public" in answer.headers["Cache-Control"]
