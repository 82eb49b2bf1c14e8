"""What another site puts into its INSTALLED_APPS, by level: docs/plugin.md.

Read while settings are, so it imports nothing.
"""

#: The Content API, delivery and webhooks, over the site's own pages and blocks.
CONTENT_API = (
    "twinning",
    "twinning.content_api",
    "twinning.delivery",
    "twinning.changes",
    "twinning.submissions",
    "twinning.previews",
    "twinning.webhooks",
    "ninja",
)

#: Town and story pages as well. `towns` and `stories` stand before the site's own apps. Their
#: migrations begin with the image model of `twinning.media`, and come to the site's own.
ROOMS = ("stories", "towns", *CONTENT_API, "twinning.media", "twinning.mail", "django_countries")

#: The board, the rights of teams and the work on translations, for those pages and the site's own.
TRANSLATION = ("twinning.translation", *ROOMS, "wagtail_localize", "wagtail_localize.locales")

#: Wagtail's own, which `wagtail start` brings: their models are in the Content API.
WAGTAILS = (
    "wagtail.contrib.redirects",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.users",
    "taggit",
)

#: Which other apps each part needs.
NEEDS = {
    "twinning.content_api": (*CONTENT_API, *WAGTAILS),
    "towns": ROOMS[1:],
    "stories": ROOMS,
    "twinning.translation": (*CONTENT_API, "twinning.mail", "wagtail_localize"),
}
