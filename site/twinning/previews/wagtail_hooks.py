"""What previews add to Wagtail."""

from wagtail import hooks

from twinning.previews.userbar import reach_front_ends

# Late: after what a site makes of the content checker itself.
hooks.register("construct_wagtail_userbar", reach_front_ends, order=1000)
