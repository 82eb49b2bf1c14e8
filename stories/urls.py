"""Addresses of this room that no page has; they lie below the language."""

from django.urls import path

from stories import views
from stories.feeds import stories_feed

app_name = "stories"

urlpatterns = [
    path("stories.atom", stories_feed, name="feed"),
    path("shared-stories/<str:token>/", views.shared_story, name="shared"),
    path("shared-stories/<str:token>/withdraw/", views.withdraw, name="withdraw"),
]
