"""What this part adds to Wagtail."""

from django.urls import URLPattern, path
from wagtail import hooks

from twinning.translation.aliases import refuse_alias
from twinning.translation.editor import hooks as editor_hooks  # noqa: F401  (registers itself)
from twinning.translation.glossary import hooks as glossary_hooks  # noqa: F401
from twinning.translation.guards import hooks as guards  # noqa: F401  (registers)
from twinning.translation.machine import hooks as machine_hooks  # noqa: F401
from twinning.translation.sync import hooks as sync_hooks  # noqa: F401  (registers the hooks)


@hooks.register("register_admin_urls", order=-10)
def refuse_aliases() -> list[URLPattern]:
    """Before wagtail-localize's own address of that name."""
    return [path("localize/page/<int:page_id>/convert_to_alias/", refuse_alias)]
