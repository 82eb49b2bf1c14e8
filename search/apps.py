"""App configuration of search."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = _("Search")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from search import checks  # noqa: F401  # registers itself
        from search.api import router
        from search.retention import keeper
        from search.rules import forget, index_where_needed
        from twinning import privacy, releasing
        from twinning.backup import afterwards
        from twinning.content_api.api import add_router
        from twinning.translation.rights import table

        add_router("/search/", router)
        privacy.register(keeper)
        releasing.register("search_index", index_where_needed)
        afterwards.register("search_index", forget)
        table.register_permissions("search", "miss", editors=("view", "delete"), teams=("view",))
        table.register_permissions(
            "wagtailsearchpromotions",
            "searchpromotion",
            editors=("add", "change", "delete"),
        )
