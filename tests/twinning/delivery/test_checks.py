"""What `manage.py check` says of delivery."""

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import DEFAULT_DB_ALIAS

from towns.models import TownPage
from twinning.delivery import triggers
from twinning.delivery.checks import MIDDLEWARE, check_middleware, check_triggers


def test_the_middleware_must_be_the_outermost(settings) -> None:
    assert check_middleware(None) == []
    settings.MIDDLEWARE = ["django.middleware.gzip.GZipMiddleware", *settings.MIDDLEWARE]
    assert [error.id for error in check_middleware(None)] == ["twinning.E006"]
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if name != MIDDLEWARE]
    assert [error.id for error in check_middleware(None)] == ["twinning.E006"]


@pytest.mark.django_db(transaction=True)
def test_a_table_without_its_triggers_is_named_and_migrate_makes_them() -> None:
    """As after an update that changes a table: `migrate` itself runs the check, and goes on."""
    table = TownPage._meta.db_table
    triggers.drop()
    named = check_triggers(None, [DEFAULT_DB_ALIAS])
    assert [found.id for found in named] == ["twinning.W002"]
    assert table in named[0].msg
    with pytest.raises(SystemCheckError, match=table):
        call_command("check", databases=[DEFAULT_DB_ALIAS], fail_level="WARNING")
    call_command("migrate", verbosity=0)
    assert check_triggers(None, [DEFAULT_DB_ALIAS]) == []
