"""The twin towns of our twin towns, to look through."""

from django.utils.translation import gettext_lazy as _

from twinning.pages import ContentPage


class PartnersPage(ContentPage):
    """The twin towns of our twin towns: possible partners of ours."""

    parent_page_types = ["wagtailcore.Page", "home.HomePage"]
    subpage_types: list[str] = []
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("page of partners’ partners")
        verbose_name_plural = _("pages of partners’ partners")
