"""What pictures add to Wagtail: how hard AVIF is pressed, and private ones stay where they are."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from PIL import Image
from wagtail import hooks
from wagtail.admin import messages
from wagtail.images.image_operations import FormatOperation
from wagtail.images.models import AbstractImage

from twinning.media import private

#: Wagtail has a setting for the quality of AVIF and none for its effort.
#: From 0 (slowest) to 10. Against Pillow's 6, this takes half the time for files 2 % larger;
#: 8 would halve it again for 20 %.
AVIF_SPEED = 7


class EffortFormatOperation(FormatOperation):
    """Wagtail's `format-…`, which also says how much time an AVIF may take."""

    def run(self, willow: Any, image: AbstractImage, env: dict[str, Any]) -> None:
        """Choose the format; Pillow takes from the picture what `save` is not told."""
        super().run(willow, image, env)
        picture = getattr(willow, "image", None)
        if self.format == "avif" and isinstance(picture, Image.Image):
            picture.encoderinfo = {"speed": AVIF_SPEED}


@hooks.register("register_image_operations", order=1)  # after Wagtail's own, which it replaces
def register_image_operations() -> list[tuple[str, type[FormatOperation]]]:
    """The operations of filter specs that are not Wagtail's own."""
    return [("format", EffortFormatOperation)]


@hooks.register("before_bulk_action")
def leave_private_pictures(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> HttpResponse | None:
    """Move no private picture into another collection, where the APIs would tell of it."""
    if action_type == "add_to_collection" and any(map(private.is_private, objects)):
        messages.error(request, private.STAYS)
        return redirect(action.next_url)
    return None
