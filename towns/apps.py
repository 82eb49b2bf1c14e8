"""App configuration of towns."""

from django.apps import AppConfig, apps
from django.utils.translation import gettext_lazy as _


class TownsConfig(AppConfig):
    name = "towns"
    verbose_name = _("Towns")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.db.models.signals import post_save

        from towns import patterns
        from towns import searching as town_searching
        from towns.api import router
        from towns.models import Interest, InterestsPage, PartnersPage
        from towns.schemas import register_schemas
        from twinning import searching, signposts, styleguide
        from twinning.content_api.api import add_router

        register_schemas()
        for facet in town_searching.facets():
            searching.register_facet(facet)
        searching.register_names(town_searching.names)
        post_save.connect(town_searching.reindex, Interest, dispatch_uid="towns.reindex")
        styleguide.register(patterns.town_patterns)
        add_router("/towns/", router)
        signposts.register(InterestsPage)
        signposts.register(PartnersPage)
        if apps.is_installed("twinning.translation"):
            self._take_part_in_translation()

    def _take_part_in_translation(self) -> None:
        """Teams and their rights, workflows, and what is next for whom."""
        from django.db.models.signals import post_save
        from wagtail.permissions import register_permission_policy

        from towns import next_steps as town_steps
        from towns import rights as town_rights
        from towns import team_changes, workflows
        from towns.models import Interest, TownPage
        from twinning.translation import rights
        from twinning.translation.board import next_steps
        from twinning.translation.moderation import workflows as moderated
        from twinning.translation.rights import table
        from twinning.translation.rights.locale_policy import LocalePermissionPolicy

        rights.register_team_pages(TownPage)
        rights.register_teams(town_rights.provide, town_rights.complete, town_rights.make_for)
        team_changes.connect()
        moderated.register(workflows.ensure)
        post_save.connect(workflows.assign_to_new, TownPage, dispatch_uid="towns.workflow_of_new")
        next_steps.register(town_steps.steps)
        register_permission_policy(Interest, LocalePermissionPolicy(Interest))
        table.register_permissions(
            "towns",
            "interest",
            editors=("add", "change", "delete"),
            teams=("change",),
            translators=("change",),
        )
