"""Which models an answer can depend on: all that are installed, but for those named here.

A model that nobody thought of is watched. So the worst that forgetting can do is to make the cache
too careful.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db.models import Model
from wagtail.models import Page

from twinning import conf

#: Apps and models that no anonymous answer shows anything of. A test goes through them.
UNWATCHED = frozenset(
    {
        # Who may log in, and what they may do: nobody who reads an anonymous answer has logged in.
        "auth",
        "users",
        "sessions",
        "axes",
        "otp_totp",
        "security",
        "wagtailusers",
        "wagtailcore.APIToken",
        "wagtailcore.CollectionViewRestriction_groups",
        "wagtailcore.GroupApprovalTask_groups",
        "wagtailcore.GroupCollectionPermission",
        "wagtailcore.GroupPagePermission",
        "wagtailcore.GroupSitePermission",
        "wagtailcore.PageViewRestriction_groups",
        # The editors' own workplace: drafts, comments, what waits for whom. What is published from
        # it is written to the tables of the content.
        "wagtailadmin",
        "wagtailcore.Comment",
        "wagtailcore.CommentReply",
        "wagtailcore.GroupApprovalTask",
        "wagtailcore.ModelLogEntry",
        "wagtailcore.PageLogEntry",
        "wagtailcore.PageSubscription",
        "wagtailcore.ReferenceIndex",
        "wagtailcore.Revision",
        "wagtailcore.Task",
        "wagtailcore.TaskState",
        "wagtailcore.UploadedFile",
        "wagtailcore.Workflow",
        "wagtailcore.WorkflowContentType",
        "wagtailcore.WorkflowPage",
        "wagtailcore.WorkflowState",
        "wagtailcore.WorkflowTask",
        # What wagtail-localize takes pages apart into, and translates. What answers tell of it is
        # written to the pages, and to `translation.TranslationState`.
        "wagtail_localize",
        # How the work on translations is organised. How far a page's is, and the glossary, are
        # shown.
        "translation.MachineGlossary",
        "translation.MachineUse",
        "translation.ReplacedWords",
        "translation.ReviewComment",
        "translation.ReviewLink",
        "translation.Role",
        "translation.TranslationJob",
        # The form builder's own submissions, which nothing here makes.
        "wagtailforms.FormSubmission",
        # What nothing was found for, and the words that misspelt ones are corrected by: they change
        # with the pages that have them.
        "search.IndexState",
        "search.Miss",
        "search.Word",
        # Rows are numbered by the generation that they make (`numbered`), which raises it as well.
        "changes",
        # Machinery.
        "contenttypes",
        "delivery",
        "submissions",
        "django_tasks_database",
        "mail",
        "webhooks",
        "previews",
        # A virtual table, which has no triggers: its rows are written with those of IndexEntry.
        "wagtailsearch.SQLiteFTSIndexEntry",
    }
)

#: Those labels of them that are the kernel's own, and that a site may give to something else.
OURS = frozenset(
    {
        "users", "security", "changes", "delivery", "submissions", "mail", "webhooks", "previews",
    }
)  # fmt: skip

#: Columns that no answer shows, by the label of their model. A draft is saved into its page's row,
#: automatically every few seconds while somebody writes: that must not empty the cache.
UNSHOWN = {
    "wagtailcore.Page": (
        "draft_title",
        "go_live_at",
        "has_unpublished_changes",
        "latest_revision",
        "latest_revision_created_at",
        "live_revision",
        "locked",
        "locked_at",
        "locked_by",
        "owner",
    ),
    # Computed from the title, a statement later; drafts are saved into the index as well.
    "wagtailsearch.IndexEntry": ("title_norm",),
    # Who has read a translation, and what is left to do, is for editors.
    "translation.TranslationState": (
        "machine_segments",
        "reviewed_by",
        "segments",
        "stale_segments",
        "stale_words",
    ),
}


@dataclass(frozen=True)
class Source:
    """A table that answers depend on.

    Args:
        table: its name in the database.
        columns: those in which a change counts.
        unshown: the others.
        page_key: of a table with one page type's own fields, the column with the page's primary
            key. Such a row comes and goes with the page's row, and counts only while that is live.
    """

    table: str
    columns: tuple[str, ...]
    unshown: tuple[str, ...] = ()
    page_key: str | None = None


def watched() -> list[type[Model]]:
    """Every installed model with a table of its own that answers depend on."""
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and not _is_unwatched(model)
    ]


def sources() -> Iterator[Source]:
    """The tables of these models."""
    for model in watched():
        options = model._meta
        names = UNSHOWN.get(options.label, ())
        unshown = tuple(
            str(field.column) for field in options.local_concrete_fields if field.name in names
        )
        columns = tuple(str(field.column) for field in options.local_concrete_fields)
        is_page_type = issubclass(model, Page) and model is not Page
        yield Source(
            table=options.db_table,
            columns=tuple(column for column in columns if column not in unshown),
            unshown=unshown,
            page_key=str(options.pk.column) if is_page_type else None,
        )


def numbered() -> Iterator[tuple[str, str]]:
    """Tables whose rows raise the generation when they come, and the columns that get its number.

    Those of models that name the column in `numbered_by`; their primary key is called `id`.
    """
    for model in apps.get_models():
        name = getattr(model, "numbered_by", None)
        if name is not None:
            field: Any = model._meta.get_field(name)
            yield model._meta.db_table, str(field.column)


def _is_unwatched(model: type[Model]) -> bool:
    if _is_of_users(model):
        return True
    named = {model._meta.app_label, model._meta.label}
    if not named.isdisjoint(conf.get("DELIVERY_UNWATCHED")):
        return True
    # A site may have an app of its own that is called as one of ours is.
    named -= set() if _is_kernels(model) else OURS
    return not named.isdisjoint(UNWATCHED)


def _is_of_users(model: type[Model]) -> bool:
    """Whether a table is that of users, whatever user model the site has, or relates them."""
    user: Any = get_user_model()
    return model is user or model._meta.auto_created is user


def _is_kernels(model: type[Model]) -> bool:
    """Whether a model is the kernel's."""
    return apps.get_app_config(model._meta.app_label).name.startswith("twinning.")
