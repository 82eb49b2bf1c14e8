"""System checks of the Content API."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig, apps
from django.core.checks import CheckMessage, Error, register
from wagtail.fields import StreamField

from twinning.content_api.blocks import describe, undescribed


@register()
def check_blocks(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Every block of every StreamField has a description."""
    for model in apps.get_models():
        for field in model._meta.get_fields():
            if isinstance(field, StreamField):
                describe(field.stream_block, f"{model.__name__}.{field.name}")
    return [
        Error(
            f"The Content API cannot describe the block {path}, a {block_class}.",
            hint="Register its class with twinning.content_api.blocks.describes; docs/api.md.",
            id="twinning.E003",
        )
        for path, block_class in undescribed.items()
    ]
