"""The strip above the editor of a translation: where it is from, what is left, what to do."""

from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page, WorkflowState
from wagtail_localize.models import Translation

from twinning.translation.editor import access, moderation, segments
from twinning.translation.editor.names import language_name, moment, name_of
from twinning.translation.models import TranslationState

#: So many texts that are left are named; the others are only counted.
MOST_LINKS = 12


@dataclass
class Strip:
    """What is said of a translation, and what its user may do.

    Args:
        instance: what it translates into.
        labels: what the editor calls each segment's field, by the segment's key.
    """

    translation: Translation
    instance: Any
    user: Any
    labels: dict[int, str] = field(default_factory=dict)

    @cached_property
    def progress(self) -> segments.Progress:
        """All its segments."""
        return segments.progress(self.translation, self.instance)

    @cached_property
    def locked(self) -> str:
        """Why the user may not change it at present; nothing where they may."""
        return access.locked(self.user, self.instance)

    @cached_property
    def state(self) -> TranslationState | None:
        """Who has read it."""
        if not isinstance(self.instance, Page):
            return None
        states = TranslationState.objects.select_related("reviewed_by")
        return states.filter(page=self.instance.pk).first()

    @property
    def provenance(self) -> list[str]:
        """Sentences about where the words come from."""
        language = {"language": language_name(self.translation.source.locale)}
        machine = self.progress.by_machine
        if not machine:
            said = [_("Translated from %(language)s by people.") % language]
        else:
            tools = sorted({row.translation.tool_name for row in machine} - {""})
            made = _("Translated from %(language)s by a machine (%(tools)s).")
            said = [made % {**language, "tools": ", ".join(tools) or "?"}]
        if unread := len(self.progress.unread):
            said.append(
                ngettext(
                    "%(unread)d of its texts has not been read by anybody yet.",
                    "%(unread)d of its texts have not been read by anybody yet.",
                    unread,
                )
                % {"unread": unread}
            )
        elif self.state and self.state.reviewed_at and self.state.reviewed_by:
            read = _("Read by %(name)s (%(time)s).")
            name = name_of(self.state.reviewed_by)
            said.append(read % {"name": name, "time": moment(self.state.reviewed_at)})
        return said

    @property
    def left(self) -> str:
        """How much is left to translate."""
        missing = len(self.progress.missing)
        if not missing:
            return _("Nothing is left to translate.")
        texts = ngettext("%(number)d text", "%(number)d texts", missing) % {"number": missing}
        count = self.progress.missing_words
        words = ngettext("%(number)s word", "%(number)s words", count) % {"number": count}
        return _("Left to translate: %(texts)s, %(words)s.") % {"texts": texts, "words": words}

    @property
    def missing(self) -> list[tuple[int, str]]:
        """The first of the segments that are left: their keys and what they are called."""
        return [
            (segment.pk, self.labels.get(segment.pk) or segment.path)
            for segment in self.progress.missing[:MOST_LINKS]
        ]

    @property
    def may_mark_read(self) -> bool:
        """Whether there is something by a machine to be read."""
        return isinstance(self.instance, Page) and bool(self.progress.unread) and not self.locked

    @property
    def seen_at(self) -> str:
        """The moment as which the words on this page are known."""
        return timezone.now().isoformat()

    @property
    def may_submit(self) -> bool:
        """Whether it can be sent to be moderated."""
        if not isinstance(self.instance, Page):
            return False
        perms = self.instance.permissions_for_user(self.user)
        return bool(perms.can_submit_for_moderation())

    @property
    def may_publish(self) -> bool:
        """Whether the user may publish here, however far this translation is."""
        perms = self.instance.permissions_for_user(self.user)
        return bool(perms.has_publish_right())

    @cached_property
    def moderation(self) -> "Moderation | None":
        """What moderation says; None where the translation is in none."""
        if not isinstance(self.instance, Page):
            return None
        state = self.instance.current_workflow_state
        return Moderation(state, self) if state and state.current_task_state else None


@dataclass
class Moderation:
    """How far the moderation of a page is."""

    workflow: WorkflowState
    strip: Strip

    @cached_property
    def task(self) -> Any:
        """Who decides now, and on what."""
        return self.workflow.current_task_state

    @property
    def needs_changes(self) -> bool:
        """Whether somebody has asked for changes."""
        return bool(self.workflow.status == WorkflowState.STATUS_NEEDS_CHANGES)

    @property
    def asked_by(self) -> str:
        """Who has asked for them."""
        return name_of(self.task.finished_by)

    @cached_property
    def actions(self) -> list[str]:
        """What the user may decide."""
        if self.needs_changes:
            return []
        return moderation.actions(self.strip.instance, self.strip.user)

    @cached_property
    def has_changed(self) -> bool:
        """Whether somebody has gone on writing after it was sent in."""
        if self.needs_changes:
            return False
        return moderation.has_changed(self.strip.translation, self.task.revision)

    @property
    def may_withdraw(self) -> bool:
        """Whether the user may take it back."""
        return bool(self.workflow.user_can_cancel(self.strip.user))
