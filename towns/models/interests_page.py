"""Whatever your interest: what there is for it."""

from django.utils.translation import gettext_lazy as _

from twinning.pages import ContentPage


class InterestsPage(ContentPage):
    """All interests, and what there is for each."""

    parent_page_types = ["wagtailcore.Page", "home.HomePage"]
    subpage_types: list[str] = []
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("page of interests")
        verbose_name_plural = _("pages of interests")
