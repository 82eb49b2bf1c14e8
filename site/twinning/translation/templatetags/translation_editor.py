"""What the editor of translations shows besides wagtail-localize's own page."""

import json
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from twinning.translation.editor import beside
from twinning.translation.editor.strip import Strip

register = template.Library()

#: Where wagtail-localize's script puts its editor. There is no block before it (1.14).
EDITOR = '<div class="js-translation-editor"'


@register.simple_tag(takes_context=True)
def translation_help(context: template.Context) -> dict[str, Any]:
    """All that our part of the page needs, and the properties of the editor, put right by us.

    Its buttons stand for what somebody may do: one who may publish keeps the button, though
    something is missing when the page is loaded; one whom moderation locks out gets no buttons.
    """
    props = json.loads(context["props"])
    labels = {
        segment["id"]: _label(segment)
        for segment in props["segments"]
        if segment["type"] == "string"
    }
    translation, instance = context["translation"], context["instance"]
    strip = Strip(translation, instance, context["request"].user, labels)
    if context["is_page"]:
        props["perms"]["canPublish"] = strip.may_publish
    if strip.locked:
        props["object"]["isLocked"] = True
        props["perms"]["canPublish"] = False
    return {
        "strip": strip,
        "segments": beside.of_segments(translation, strip.progress, labels),
        "versions": beside.known_versions(translation, props, strip.progress),
        "props": json.dumps(props),
    }


@register.simple_tag(takes_context=True)
def before_editor(context: template.Context, page: SafeString, template_name: str) -> SafeString:
    """A page with a part of ours put before the editor; at its top where that is not found."""
    values: Any = context.flatten()
    part = render_to_string(template_name, values, request=context["request"])
    head, found, rest = page.partition(EDITOR)
    # Both are what Django has rendered and escaped already.
    return mark_safe(head + part + found + rest if found else part + page)  # noqa: S308


def _label(segment: dict[str, Any]) -> str:
    place = segment["location"]
    return " › ".join(str(name) for name in (place["field"], place["subField"]) if name)
