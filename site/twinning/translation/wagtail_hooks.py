"""What this part adds to Wagtail."""

from django.urls import URLPattern, path
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from twinning.translation.aliases import refuse_alias
from twinning.translation.glossary.viewset import GlossaryViewSet
from twinning.translation.machine.views import machine_translate

register_snippet(GlossaryViewSet)


@hooks.register("register_admin_urls", order=-10)
def refuse_aliases() -> list[URLPattern]:
    """Before wagtail-localize's own address of that name."""
    return [path("localize/page/<int:page_id>/convert_to_alias/", refuse_alias)]


@hooks.register("register_admin_urls", order=-10)
def translate_by_machine() -> list[URLPattern]:
    """Before wagtail-localize's own address of that name."""
    address = "localize/translate/<int:translation_id>/machine_translate/"
    return [path(address, machine_translate)]
