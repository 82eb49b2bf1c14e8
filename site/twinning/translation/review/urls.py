"""Addresses of drafts that are shown to others; they lie below the language of the page."""

from django.urls import re_path

from twinning.translation.review import views

app_name = "review"

#: Only what looks like a token, so that a page may be called `review` and have pages below it.
_WHICH = r"(?P<token>\d+-\d+\.[\w-]{43})"

urlpatterns = [
    re_path(rf"^review/{_WHICH}/$", views.draft, name="draft"),
    re_path(rf"^review/{_WHICH}/page/$", views.page, name="page"),
]
