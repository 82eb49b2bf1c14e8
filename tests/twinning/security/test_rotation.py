"""What a new secret key leaves of what the old one has signed."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.test_settings import NEEDED, manage, shell
from tests.twinning.security.tokens.test_limits import call
from twinning.security.second_factor import codes
from twinning.security.tokens import making

NEW = "new-" + "n" * 50 + "-0123456789"


@pytest.fixture
def rotate(settings):
    """Takes a new key, and believes the old one or not."""
    old = settings.SECRET_KEY

    def rotated(*, believed: bool) -> None:
        settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, [old] if believed else []

    return rotated


def is_in(client: Client) -> bool:
    return client.get(reverse("wagtailadmin_home")).status_code == 200


def test_a_session_is_signed_anew_when_it_is_used(admin_user, tree, rotate) -> None:
    used, unused = Client(), Client()
    used.force_login(admin_user)
    unused.force_login(admin_user)
    rotate(believed=True)
    assert is_in(used)
    rotate(believed=False)
    assert is_in(used)
    assert not is_in(unused)


def test_a_token_holds_for_as_long_as_its_key_is_believed(admin_user, tree, rotate) -> None:
    key = making.make(admin_user, "test", "read")[1]
    rotate(believed=True)
    assert [call(key, "whoami/").status_code for _time in range(2)] == [200, 200]
    rotate(believed=False)
    assert call(key, "whoami/").status_code == 401


def test_recovery_codes_end_at_once(admin_user, rotate) -> None:
    _device, made = codes.replace(admin_user, "00" * 20, 0)
    assert codes.accepted(admin_user, made[0])
    rotate(believed=True)
    assert not codes.accepted(admin_user, made[1])


SHOW = "from django.conf import settings as s; print(s.SECRET_KEY_FALLBACKS)"


def test_old_keys_come_from_a_variable() -> None:
    given = {**NEEDED, "SECRET_KEY_FALLBACKS": f"$first{NEW}, second{NEW},,"}
    assert shell(SHOW, **given).stdout.strip() == str([f"$first{NEW}", f"second{NEW}"])
    assert shell(SHOW, **NEEDED).stdout.strip() == "[]"


def test_an_old_key_is_looked_at_as_the_new_one_is() -> None:
    result = manage("check --deploy --fail-level WARNING", **NEEDED, SECRET_KEY_FALLBACKS="short")
    assert result.returncode != 0 and "SECRET_KEY_FALLBACKS[0]" in result.stderr
