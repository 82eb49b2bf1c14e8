"""BasePage: what every page of the site has, whatever its type."""

from http import HTTPMethod
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.api import APIField
from wagtail.fields import StreamField
from wagtail.images import get_image_model, get_image_model_string
from wagtail.models import Page, PageViewRestriction
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from twinning import references, visibility
from twinning.blocks.body import BodyBlock
from twinning.blocks.prefetch import want_body
from twinning.previews.pages import FrontEndPreviewMixin
from twinning.seo import pictures, structured, words
from twinning.translation.guards.copy_form import CopyForm
from twinning.translation.guards.tester import TranslationPagePermissionTester


class BasePage(FrontEndPreviewMixin, Page):
    """A page with a picture, a text for lists, and what search engines are told.

    The translatable fields of each page type are asserted in tests/twinning/translation/.
    """

    listing_text = models.TextField(
        _("text in lists"),
        max_length=255,
        blank=True,
        help_text=_("A sentence or two for cards and lists of pages."),
    )
    picture = models.ForeignKey(
        get_image_model_string(),
        verbose_name=_("picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Stands at the head of the page and on its card."),
    )
    picture_alt = models.CharField(
        _("alternative text of the picture"),
        max_length=255,
        blank=True,
        help_text=_(
            "What the picture shows, for people who cannot see it; in this page’s language."
        ),
    )

    #: The query parameters that the page looks at; whatever else is in an address changes nothing.
    query_parameters: ClassVar[frozenset[str]] = frozenset()
    #: Those of them that make another page of it, with an address of its own for search engines.
    canonical_parameters: ClassVar[frozenset[str]] = frozenset({"page"})
    #: Those whose answers no search engine is to fetch, such as results of searches.
    uncrawled_parameters: ClassVar[frozenset[str]] = frozenset()
    #: Whether the sitemap names pages of this type.
    in_sitemap: ClassVar[bool] = True
    #: Whether a search finds pages of this type.
    in_search: ClassVar[bool] = True
    #: What it is in Open Graph, and in schema.org where `structured_data` says nothing else.
    link_kind: ClassVar[str] = "website"
    schema_kind: ClassVar[str] = "WebPage"

    #: Says why no page is copied into the tree of another language.
    copy_form_class = CopyForm

    #: Pages are read. Those that something can be sent to add POST.
    allowed_http_methods = [HTTPMethod.GET, HTTPMethod.HEAD, HTTPMethod.OPTIONS]

    picture_panels = [
        MultiFieldPanel([FieldPanel("picture"), FieldPanel("picture_alt")], heading=_("Picture"))
    ]
    content_panels = [*Page.content_panels, *picture_panels]
    promote_panels = [
        MultiFieldPanel([FieldPanel("listing_text")], heading=_("In lists of pages")),
        *Page.promote_panels,
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("listing_text"),
        index.SearchField("seo_title"),
        index.SearchField("search_description"),
    ]
    api_fields = [
        APIField("listing_text", writable=True),
        APIField("picture"),
        APIField("picture_alt", writable=True),
    ]
    override_translatable_fields = [
        TranslatableField("slug"),
        SynchronizedField("picture", overridable=False),
        SynchronizedField("show_in_menus"),
    ]

    class Meta:
        abstract = True

    @classmethod
    def from_db(cls, *args: Any, **kwargs: Any) -> Any:
        """As in Django; whatever answer a page is read for has a tag of it."""
        page = super().from_db(*args, **kwargs)
        references.note(page)
        return page

    def clean(self) -> None:
        """Refuse a picture that says nothing to people who cannot see it.

        Raises:
            ValidationError: on `picture_alt`.
        """
        super().clean()
        if self.picture_id and not self.picture_alt.strip():
            raise ValidationError({"picture_alt": _("Say what the picture shows.")})

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds nothing; says early what the templates will ask for, so that it comes in one go."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        store = references.current()
        store.want_page(self)
        store.want(get_image_model(), [self.picture_id])
        pictures.want(self)
        return context

    def structured_data(self, request: HttpRequest) -> list[dict[str, Any]]:
        """What the page is about, in the words of schema.org; for most it is just a page."""
        return [structured.web_page(self, request, self.schema_kind)]

    def search_facets(self) -> dict[str, list[str]]:
        """By what results of a search are counted; facets are registered in `searching`."""
        return {}

    def aspect(self, request: HttpRequest) -> words.Aspect | None:
        """What the request's address makes of the page, None where that is the page itself."""
        return None

    def knows(self, name: str, value: str) -> bool:
        """Whether a value of one of the `canonical_parameters` makes another page of it."""
        return True

    @classmethod
    def sitemap_queries(cls) -> list[str]:
        """The query strings that make pages of it which sitemaps name, in a constant of queries."""
        return []

    def permissions_for_user(self, user: Any) -> TranslationPagePermissionTester:
        """What somebody may do with the page."""
        return TranslationPagePermissionTester(user, self)

    def can_move_to(self, parent: Page) -> bool:
        """As in Wagtail, but never into the tree of another language."""
        return parent.locale_id == self.locale_id and bool(super().can_move_to(parent))

    def get_view_restrictions(self) -> QuerySet[PageViewRestriction]:
        """As in Wagtail, without a query where there are none, which is nearly everywhere."""
        found = visibility.restrictions_on(self)
        every = PageViewRestriction.objects
        return every.filter(pk__in=found) if found else every.none()

    @property
    def seo_image(self) -> tuple[int, str] | None:
        """The primary key and the text of the picture that link previews show."""
        return (self.picture_id, self.picture_alt) if self.picture_id else None

    @property
    def meta_description(self) -> str:
        """The description for search engines: its own, or the text in lists. May be empty."""
        return self.search_description or words.cut(self.listing_text)


class ContentPage(BasePage):
    """A page with an introduction and a body of blocks that all rooms share."""

    intro = models.TextField(
        _("introduction"), blank=True, help_text=_("A paragraph that leads in, without formatting.")
    )
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("body"))

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("intro"),
        FieldPanel("body"),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("intro", boost=6),
        index.SearchField("body", boost=3),
    ]
    api_fields = [
        *BasePage.api_fields,
        APIField("intro", writable=True),
        APIField("body", writable=True),
    ]

    class Meta:
        abstract = True

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds nothing; all that the body refers to is asked for in one go."""
        context = super().get_context(request, *args, **kwargs)
        want_body(self.body)
        return context

    @property
    def meta_description(self) -> str:
        """As for every page, or else the beginning of the introduction."""
        return super().meta_description or words.cut(self.intro)
