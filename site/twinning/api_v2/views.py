"""Wagtail's endpoints of pages, pictures and documents, as far as anybody may see them."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from rest_framework.permissions import AllowAny
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response
from wagtail.api.v2 import filters as wagtails
from wagtail.api.v2.utils import BadRequestError
from wagtail.api.v2.views import BaseAPIViewSet, PagesAPIViewSet
from wagtail.documents.api.v2.views import DocumentsAPIViewSet
from wagtail.images.api.v2.views import ImagesAPIViewSet
from wagtail.models import Page

from twinning import references
from twinning.api_v2 import ahead, filters, serializers, visible
from twinning.delivery import tags
from twinning.delivery.offers import offer
from twinning.submissions.limits import TooMany


class _EveryModel:
    """A router that knows how to show related objects without an endpoint, such as interests.

    Wagtail would take its own serializer for them, which names what is private.
    """

    def __init__(self, router: Any) -> None:
        self._router = router

    def get_model_endpoint(self, model: Any) -> tuple[str, Any]:
        found: tuple[str, Any] | None = self._router.get_model_endpoint(model)
        return found or ("", Whole)


class Anonymous(BaseAPIViewSet):
    """Reads alone, for everybody alike: no session, no token, no other format than JSON."""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    renderer_classes = (JSONRenderer,)
    metadata_class = None
    throttle_classes = ()
    http_method_names = ["get", "head"]
    base_serializer_class: Any = serializers.Plain

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        with references.opened(request) as store:
            if request.GET.get("order") != "random":
                offer(request)
            response = super().dispatch(request, *args, **kwargs)
            if isinstance(response, Response):
                response.render()
            tags.attach(response, store.noted, None, store.pages)
        return response

    def filter_queryset(self, queryset: "QuerySet[Any]") -> Any:
        """As Wagtail does; the id of what is not public is nobody's, in filters too.

        Details are filtered as well: whatever is asked of one object.
        """
        fields = self.get_available_fields(queryset.model, db_fields_only=True)
        filters.check_values(queryset.model, self.request.GET, set(fields) - {"locale"})
        for name in set(self.get_available_fields(queryset.model)) & set(self.request.GET):
            if not visible.may_be_asked_for(queryset.model, name, self.request.GET[name]):
                return queryset.none()
        return super().filter_queryset(queryset)

    def find_object(self, queryset: "QuerySet[Any]", request: HttpRequest) -> Any:
        if "id" in request.GET:
            filters.check_values(queryset.model, {"id": request.GET["id"]}, {"id"})
        return super().find_object(queryset, request)

    def handle_exception(self, exc: Exception) -> Response:
        if isinstance(exc, TooMany):
            headers = {"Retry-After": str(exc.retry_after)}
            return Response({"message": "Too many searches"}, status=exc.status, headers=headers)
        return super().handle_exception(exc)

    @classmethod
    def _get_serializer_class(cls, router: Any, model: Any, *args: Any, **kwargs: Any) -> Any:
        return super()._get_serializer_class(_EveryModel(router), model, *args, **kwargs)

    def paginate_queryset(self, queryset: Any) -> Any:
        """The slice, with what each of its objects will be asked for."""
        if isinstance(queryset, QuerySet):
            queryset = ahead.fetching(queryset, self.get_serializer_class().Meta.fields)
        return super().paginate_queryset(queryset)


class Whole(Anonymous):
    """How objects are shown that have no endpoint: with all that they have, for want of another."""

    @classmethod
    def get_nested_default_fields(cls, model: Any) -> list[str]:
        return cls.get_available_fields(model)


class Pages(Anonymous, PagesAPIViewSet):
    """`pages/`: what is public on the site, in every language."""

    base_serializer_class = serializers.Page
    filter_backends = [
        *PagesAPIViewSet.filter_backends[:-1],
        filters.SearchFilter,
    ]
    _whole: Any = None

    def get_base_queryset(self) -> "QuerySet[Page]":
        return visible.pages(self.request)

    def get_object(self) -> Page:
        """The page as its own type, with what it will be asked for."""
        if self._whole is None:
            row = super(PagesAPIViewSet, self).get_object()
            model = row.specific_class or Page
            one = model._default_manager.filter(pk=row.pk)
            self._whole = ahead.fetching(one, self.get_available_fields(model)).first() or row
        return self._whole

    def get_root_page(self) -> Page:
        """The first page of the site; of another one where `site` names it."""
        site = visible.site_of(self.request)
        found = self.get_base_queryset().filter(pk=site.root_page).first() if site else None
        if found is None:
            raise BadRequestError("parent page doesn't exist")
        return found

    def find_object(self, queryset: "QuerySet[Any]", request: HttpRequest) -> Any:
        """By `id`, or by `html_path`: from the root of the host, or from the site's first page.

        Wagtail knows the second alone, so that it finds pages of one language only
        (https://github.com/wagtail/wagtail/issues/6679).
        """
        if "html_path" not in request.GET:
            return super().find_object(queryset, request)
        site = visible.site_of(request)
        places = visible.places_of(request.GET["html_path"], site) if site else []
        return queryset.filter(url_path__in=places).first()


class Library(Anonymous):
    """What lies in collections, without private ones."""

    filter_backends = [wagtails.FieldsFilter, wagtails.OrderingFilter, filters.SearchFilter]

    def get_queryset(self) -> "QuerySet[Any]":
        model: Any = self.model
        references.current().noted.all_of(model)
        return visible.outside_private_collections(model._default_manager.order_by("id"))


class Images(Library, ImagesAPIViewSet):
    """`images/`: pictures, each with the address of its original."""

    base_serializer_class = serializers.Image


class Documents(Library, DocumentsAPIViewSet):
    """`documents/`: documents, each with the address that Wagtail serves it at."""

    base_serializer_class = serializers.Document
