"""App configuration of twinning.translation."""

from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TranslationConfig(AppConfig):
    name = "twinning.translation"
    label = "translation"
    verbose_name = _("Translation")
    default_auto_field = "django.db.models.BigAutoField"

    def import_models(self) -> None:
        """Say which apps are missing, where they are."""
        from twinning.host_checks import refuse_without

        refuse_without(self.name)
        super().import_models()

    def ready(self) -> None:
        from django.db.models.signals import post_save, pre_save

        from twinning import clock, privacy
        from twinning.content_api.api import add_router
        from twinning.translation import aliases
        from twinning.translation.board import digest, waiting
        from twinning.translation.board.tasks import send_digests
        from twinning.translation.glossary.api import router
        from twinning.translation.machine import jobs as machine_jobs
        from twinning.translation.models import TranslationJob
        from twinning.translation.moderation import notices, workflows
        from twinning.translation.review.keeping import keeper
        from twinning.translation.review.waiting import items as open_comments
        from twinning.translation.rights import signals as rights
        from twinning.translation.rights import table
        from twinning.translation.states import signals as states
        from twinning.translation.sync import jobs, publication, submitting
        from twinning.translation.sync.pruning import prune_jobs

        pre_save.connect(aliases.drop_alias_of_other_language, dispatch_uid="twinning.no_alias")
        post_save.connect(aliases.record_translation, dispatch_uid="twinning.no_alias")
        post_save.connect(rights.page_saved, dispatch_uid="twinning.rights_on_new_pages")
        post_save.connect(workflows.assign_to_new, dispatch_uid="twinning.workflow_of_new_home")
        notices.take_over()
        states.connect()
        publication.connect()
        machine_jobs.connect()
        jobs.does(TranslationJob.Kind.SUBMIT, submitting.work)
        privacy.register(keeper)
        waiting.register(open_comments)
        every = ("add", "change", "delete")
        table.register_permissions(
            "translation",
            "glossaryterm",
            editors=("view", *every),
            teams=("view", *every),
            translators=("view",),
        )
        add_router("/glossary/", router)
        if digest.has_readers():
            # Hourly: the task itself knows who has had theirs in this week.
            clock.register("weekly_digest", timedelta(hours=1), send_digests)
        clock.register("prune_translation_jobs", timedelta(days=1), prune_jobs)
