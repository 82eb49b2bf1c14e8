"""What translation by machine adds to Wagtail."""

from django.urls import URLPattern, path
from wagtail import hooks

from twinning.translation.machine.views import machine_translate


@hooks.register("register_admin_urls", order=-10)
def translate_by_machine() -> list[URLPattern]:
    """Before wagtail-localize's own address of that name."""
    address = "localize/translate/<int:translation_id>/machine_translate/"
    return [path(address, machine_translate)]
