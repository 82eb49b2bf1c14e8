"""What the admin shows beside a story that a visitor has sent: whose it is."""

from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel

from stories.models.shared_story import SharedStory
from towns import teams


class SenderPanel(Panel):
    """The sender, for those who answer for the story's town; nobody else learns that there is one.

    It has no field: nothing of it can be changed, and nothing becomes part of a revision.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"heading": _("Sent by a visitor"), "icon": "mail", **kwargs})

    class BoundPanel(Panel.BoundPanel):
        """The panel of one story, for one reader."""

        template_name = "stories/admin/sender.html"

        @cached_property
        def shared(self) -> SharedStory | None:
            """What was sent; None where nothing was, or for those whom it is no business of."""
            if not self.instance.pk:
                return None
            found = SharedStory.objects.filter(page=self.instance.pk).exclude(email="").first()
            if found is None or self.request is None:
                return None
            user = self.request.user
            is_theirs = teams.sees_everything(user) or found.town_key in teams.towns_of(user)
            return found if is_theirs else None

        def is_shown(self) -> bool:
            """Whether its reader may know."""
            return self.shared is not None
