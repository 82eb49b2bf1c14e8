"""What `manage.py check` says of delivery."""

from twinning.delivery.checks import MIDDLEWARE, check_middleware


def test_the_middleware_must_be_the_outermost(settings) -> None:
    assert check_middleware(None) == []
    settings.MIDDLEWARE = ["django.middleware.gzip.GZipMiddleware", *settings.MIDDLEWARE]
    assert [error.id for error in check_middleware(None)] == ["twinning.E006"]
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if name != MIDDLEWARE]
    assert [error.id for error in check_middleware(None)] == ["twinning.E006"]
