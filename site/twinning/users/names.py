"""Lists of users by name, whatever user model a site has."""

from django.contrib.auth import get_user_model


def by_name() -> list[str]:
    """The fields that put users in the order of their names; what they log in by at the least."""
    model = get_user_model()
    known = {field.name for field in model._meta.concrete_fields}
    named: list[str] = [name for name in ("last_name", "first_name") if name in known]
    return named or [str(model.USERNAME_FIELD)]
