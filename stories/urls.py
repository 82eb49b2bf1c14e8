"""Addresses of this room that no page has; they lie below the language."""

from django.urls import path

from stories.feeds import stories_feed

app_name = "stories"

urlpatterns = [path("stories.atom", stories_feed, name="feed")]
