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
        from twinning.translation.states import signals
        from twinning.translation.sync import publication
        from twinning.translation.sync.pruning import prune_jobs

        pre_save.connect(aliases.drop_alias_of_other_language, dispatch_uid="twinning.no_alias")
        post_save.connect(aliases.record_translation, dispatch_uid="twinning.no_alias")
        signals.connect()
        publication.connect()
        clock.register("prune_translation_jobs", timedelta(days=1), prune_jobs)
