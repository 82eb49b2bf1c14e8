"""What a user may do with a page: nobody publishes a translation that is not whole."""

from wagtail.models import PagePermissionTester

from twinning.translation.editor.publishing import is_publishable


class WholePagePermissionTester(PagePermissionTester):
    """The last line of defence, which every way to publish for somebody asks.

    Code that publishes for nobody, as a synchronisation does, is asked nothing by Wagtail.
    """

    def has_publish_right(self) -> bool:
        """Whether the user may publish pages here, however far this one is."""
        return bool(super().can_publish())

    def can_publish(self) -> bool:
        """Whether the user may publish the page as its latest draft is."""
        return self.has_publish_right() and is_publishable(self.page)

    def can_set_view_restrictions(self) -> bool:
        """Who may see a page does not depend on how far it is translated."""
        return self.has_publish_right()

    def can_unschedule(self) -> bool:
        """Taking back a publication is always possible."""
        return self.has_publish_right()
