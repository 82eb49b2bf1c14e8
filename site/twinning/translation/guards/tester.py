"""What somebody may do with a page of ours, where Wagtail asks too little, or too often."""

from django.utils.translation import gettext as _
from wagtail.models import Page, PagePermissionTester

from twinning.translation import provenance


def in_another_tree(page: Page, parent: Page) -> bool:
    """Whether a page would come into the tree of another language below a parent.

    What lies directly below the root is the home page of a language, whichever it is.
    """
    return parent.depth > 1 and parent.locale_id != page.locale_id


def why_not_there(page: Page, parent: Page) -> str:
    """What is said to whoever wants a page in the tree of another language, in their language."""
    return _(
        "“%(page)s” is in another language than “%(parent)s”. A page is never copied or moved into"
        " the tree of another language: submit it for translation instead."
    ) % {"page": page.title, "parent": parent.title}


def _is_whole(page: Page) -> bool:
    """Whether a page may be published as far as its translation goes, where that is kept."""
    if not provenance.is_kept():
        return True
    from twinning.translation.editor.publishing import is_publishable

    return is_publishable(page)


class TranslationPagePermissionTester(PagePermissionTester):
    """As in Wagtail, but that no page is copied into the tree of another language.

    Nobody publishes a translation that is not whole: the last line of defence, which every way to
    publish for somebody asks. Code that publishes for nobody, as a synchronisation does, is asked
    nothing by Wagtail.

    And a row of the explorer costs no query. Wagtail counts the published pages at and below each
    page, to know whether somebody who may not publish may delete it.
    """

    def has_publish_right(self) -> bool:
        """Whether the user may publish pages here, however far this one is."""
        return bool(super().can_publish())

    def can_publish(self) -> bool:
        """Whether the user may publish the page as its latest draft is."""
        return self.has_publish_right() and _is_whole(self.page)

    def can_set_view_restrictions(self) -> bool:
        """Who may see a page does not depend on how far it is translated."""
        return self.has_publish_right()

    def can_unschedule(self) -> bool:
        """Taking back a publication is always possible."""
        return self.has_publish_right()

    def can_copy_to(self, destination: Page, recursive: bool = False) -> bool:
        """As in Wagtail; and the destination is in the page's language, whoever asks."""
        if in_another_tree(self.page, destination):
            return False
        return bool(super().can_copy_to(destination, recursive))

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        """As in Wagtail, without a query where the page itself says enough."""
        if self.user.is_active and not self.user.is_superuser and not self.page_is_root:
            known = self._known_without_a_query()
            if known is not None:
                return known
        return bool(super().can_delete(ignore_bulk))

    def _known_without_a_query(self) -> bool | None:
        """Whether somebody without the right to publish may delete; None where it takes a query."""
        if "publish" in self.permissions or not self.permissions & {"add", "change"}:
            return None
        if self.page.live:
            return False
        return True if "change" in self.permissions and self.page.is_leaf() else None
