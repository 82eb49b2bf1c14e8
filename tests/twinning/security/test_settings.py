"""Production is closed, and says what is wrong with what it is told."""

import pytest

from tests.test_settings import NEEDED, manage, shell
from twinning.checks import check_settings

SHOW_SECURITY = (
    "from django.conf import settings as s; from twinning import conf; "
    "print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.SESSION_COOKIE_SECURE, "
    "s.CSRF_COOKIE_SECURE, s.SESSION_COOKIE_DOMAIN, s.SESSION_COOKIE_PATH, "
    "s.PASSWORD_HASHERS[0].rpartition('.')[2], s.AXES_ENABLED, conf.get('TWO_FACTOR'))"
)


@pytest.mark.parametrize(
    ("variables", "shown"),
    [({}, "required"), ({"TWO_FACTOR": ""}, "required"), ({"TWO_FACTOR": "optional"}, "optional")],
)
def test_production_is_closed(variables: dict[str, str], shown: str) -> None:
    result = shell(SHOW_SECURITY, **{**NEEDED, **variables})
    cookies = "__Host-sessionid __Host-csrftoken True True None /"
    expected = f"{cookies} ScryptPasswordHasher True {shown}"
    assert result.stdout.strip() == expected, result.stderr


def test_a_second_factor_that_there_is_not_is_refused() -> None:
    result = manage("check", **NEEDED, TWO_FACTOR="yes")
    assert "TWO_FACTOR must be" in result.stderr.splitlines()[-1]


@pytest.mark.parametrize(
    "given", [{"TWO_FACTOR": True}, {"SESSION_IDLE_MINUTES": 0}, {"LOGIN_LIMIT": 5}]
)
def test_settings_of_security_that_mean_nothing_are_refused(settings, given) -> None:
    settings.TWINNING = {**settings.TWINNING, **given}
    [error] = check_settings(None)
    assert error.id == "twinning.E002"
    assert next(iter(given)) in error.msg
