"""App configuration of twinning.translation."""

from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TranslationConfig(AppConfig):
    name = "twinning.translation"
    label = "translation"
    verbose_name = _("Translation")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.db.models.signals import post_save, pre_save

        from twinning import clock
        from twinning.translation import aliases
        from twinning.translation.board.tasks import send_digests
        from twinning.translation.rights import signals, table

        pre_save.connect(aliases.drop_alias_of_other_language, dispatch_uid="twinning.no_alias")
        post_save.connect(aliases.record_translation, dispatch_uid="twinning.no_alias")
        post_save.connect(signals.page_saved, dispatch_uid="twinning.rights_on_new_pages")
        # Hourly: the task itself knows who has had theirs in this week.
        clock.register("weekly_digest", timedelta(hours=1), send_digests)
        every = ("add", "change", "delete")
        table.register_permissions(
            "translation",
            "glossaryterm",
            editors=("view", *every),
            teams=("view", *every),
            translators=("view",),
        )
