"""App configuration of twinning.translation."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TranslationConfig(AppConfig):
    name = "twinning.translation"
    label = "translation"
    verbose_name = _("Translation")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.db.models.signals import post_save, pre_save

        from twinning.content_api.api import add_router
        from twinning.translation import aliases
        from twinning.translation.glossary.api import router
        from twinning.translation.machine import jobs as machine_jobs
        from twinning.translation.models import TranslationJob
        from twinning.translation.rights import signals as rights_signals
        from twinning.translation.rights import table
        from twinning.translation.states import signals
        from twinning.translation.sync import jobs, publication, submitting

        pre_save.connect(aliases.drop_alias_of_other_language, dispatch_uid="twinning.no_alias")
        post_save.connect(aliases.record_translation, dispatch_uid="twinning.no_alias")
        post_save.connect(rights_signals.page_saved, dispatch_uid="twinning.rights_on_new_pages")
        signals.connect()
        publication.connect()
        machine_jobs.connect()
        jobs.does(TranslationJob.Kind.SUBMIT, submitting.work)
        add_router("/glossary/", router)
        every = ("add", "change", "delete")
        table.register_permissions(
            "translation",
            "glossaryterm",
            editors=("view", *every),
            teams=("view", *every),
            translators=("view",),
        )
