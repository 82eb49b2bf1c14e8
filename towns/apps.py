"""App configuration of towns."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TownsConfig(AppConfig):
    name = "towns"
    verbose_name = _("Towns")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from towns import patterns
        from towns.api import router
        from towns.models import InterestsPage, PartnersPage
        from towns.schemas import register_schemas
        from twinning import signposts, styleguide
        from twinning.content_api.api import add_router

        register_schemas()
        styleguide.register(patterns.town_patterns)
        add_router("/towns/", router)
        signposts.register(InterestsPage)
        signposts.register(PartnersPage)
