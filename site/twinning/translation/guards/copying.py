"""Copying, aliasing and moving say why they stop at the border of a language's tree.

The tester refuses it everywhere (`tester.py`); here the API v3 says so at the field that is wrong,
as the admin's form does (`copy_form.py`). A copy for translation is a submission, as in the admin.
"""

from typing import Any

from django.utils.translation import gettext as _
from wagtail.actions.copy_for_translation import (
    CopyPageForTranslationAction,
    CopyPageForTranslationPermissionError,
    ParentNotTranslatedError,
)
from wagtail.actions.create_alias import CreatePageAliasAction
from wagtail.actions.move_page import MovePageAction
from wagtail.models import Page

from twinning.publishing.actions import Copy
from twinning.translation.guards.tester import in_another_tree, why_not_there
from twinning.translation.rights import policy
from twinning.translation.sync import submitting


class RefusedError(Exception):
    """What cannot be done by anybody; the API v3 names it in its answer."""


def refuse_other_tree(page: Page, destination: Page, user: Any) -> None:
    """Refuse a destination in the tree of another language to whoever might write there.

    Raises:
        pydantic.ValidationError: on `destination_id`; the API makes a 422 of it.
    """
    if user is None or not in_another_tree(page, destination):
        return
    if not destination.permissions_for_user(user).can_add_subpage():
        return  # refused for that
    raise _problem("destination_id", why_not_there(page, destination))


class CopyPage(Copy):
    """As elsewhere, with a reason where the destination is in another language."""

    def check(self, skip_permission_checks: bool = False) -> None:
        """Refuse before Wagtail does."""
        refuse_other_tree(self.page, self.to or self.page.get_parent(), self.user)
        super().check(skip_permission_checks)


class CreatePageAlias(CreatePageAliasAction):
    """As in Wagtail, with a reason where the destination is in another language."""

    def check(self, skip_permission_checks: bool = False) -> None:
        """Refuse before Wagtail does."""
        refuse_other_tree(self.page, self.parent or self.page.get_parent(), self.user)
        super().check(skip_permission_checks)


class MovePage(MovePageAction):
    """As in Wagtail, with a reason where the destination is in another language."""

    def check(self, parent_after: Page, skip_permission_checks: bool = False) -> None:
        """Refuse before Wagtail does."""
        refuse_other_tree(self.page, parent_after, self.user)
        super().check(parent_after, skip_permission_checks)


class SubmitPageForTranslation(CopyPageForTranslationAction):
    """A copy for translation, which is a submission: a draft with its translation record.

    Wagtail asks for one global permission here, makes no record and fills gaps with aliases.
    """

    def check(self, skip_permission_checks: bool = False) -> None:
        """Ask for what the admin asks for.

        Raises:
            CopyPageForTranslationPermissionError: may not be translated by this user.
            ParentNotTranslatedError: a page above must be translated first; says which.
            pydantic.ValidationError: on `alias` or `locale`.
        """
        asks = self.user and not skip_permission_checks
        if asks and not policy.may_submit(self.user, self.page, self.locale):
            raise CopyPageForTranslationPermissionError(
                "You do not have permission to submit a translation for this page."
            )
        if self.alias:
            raise _problem("alias", _("A translation is never an alias of the original."))
        missing = policy.missing_parent(self.page, self.locale)
        if missing is not None:
            raise ParentNotTranslatedError(
                _("Translate “%(page)s” first: it stands above this page.")
                % {"page": missing.title}
            )
        if submitting.is_taken(self.page, self.locale):
            raise _problem("locale", _("The page exists in this language."))

    def execute(self, skip_permission_checks: bool = False) -> Page:
        """Submit the page, and what is below it where that is asked for."""
        self.check(skip_permission_checks=skip_permission_checks)
        problems = submitting.submit(
            self.page, [self.locale], self.user, subtree=self.include_subtree
        )
        found = self.page.get_translation_or_none(self.locale)
        if found is None:
            raise _problem("locale", " ".join(problems) or _("Nothing was submitted."))
        return found.specific


def register_actions(registry: Any) -> None:
    """Put these in the place of Wagtail's own; `register_actions`."""
    for action in (CopyPage, CreatePageAlias, MovePage, SubmitPageForTranslation):
        registry.register(Page, action)


def _problem(field: str, message: str) -> Exception:
    """What the API v3 makes a 422 of that names a field."""
    from wagtail.api.v3.errors import as_validation_error

    return as_validation_error(RefusedError(message), message, loc=("body", field))
