"""What this part adds to Wagtail."""

from django.urls import URLPattern, path
from wagtail import hooks

from twinning.translation.aliases import refuse_alias
from twinning.translation.board import hooks as _board  # noqa: F401  (each registers its own)
from twinning.translation.editor import hooks as _editor  # noqa: F401
from twinning.translation.glossary import hooks as _glossary  # noqa: F401
from twinning.translation.guards import hooks as _guards  # noqa: F401
from twinning.translation.machine import hooks as _machine  # noqa: F401
from twinning.translation.review import hooks as _review  # noqa: F401
from twinning.translation.sync import hooks as _sync  # noqa: F401


@hooks.register("register_admin_urls", order=-10)
def refuse_aliases() -> list[URLPattern]:
    """Before wagtail-localize's own address of that name."""
    return [path("localize/page/<int:page_id>/convert_to_alias/", refuse_alias)]
