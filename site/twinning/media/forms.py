"""The form for pictures: it decodes what is uploaded before it takes it."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from twinning.media import folders, private
from twinning.media.errors import BROKEN

#: WebP, in which pictures are shown, holds no more pixels a side.
LONGEST_SIDE = 16383


class DecodedImageField(WagtailImageField):
    """Takes only what decodes to the last pixel.

    Wagtail looks at the head of the file, so that a truncated JPEG ends as a server error
    (`WagtailImageField.check_image_pixel_size`) or breaks every page that shows it later on.
    """

    def to_python(self, data: Any) -> Any:
        """The uploaded file, its position at the start.

        Raises:
            ValidationError: what the file is not: a picture, whole, of an allowed kind and size.
        """
        try:
            file = super().to_python(data)
            if file is not None:
                with Image.open(file) as image:
                    image.load()
                    longest = max(image.size)
                file.seek(0)
        except BROKEN as error:
            raise ValidationError(
                self.error_messages["invalid_image"], code="invalid_image"
            ) from error
        if file is not None and longest > LONGEST_SIDE:
            raise ValidationError(
                _("A side of this picture is %(longest)s pixels long; %(most)s are the most."),
                code="side_too_long",
                params={"longest": longest, "most": LONGEST_SIDE},
            )
        return file


class ImageForm(BaseImageForm):
    """Wagtail's form for pictures with a field that decodes them.

    A private picture stays in its collection, which keeps it from the APIs.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if plain := self.fields.get("file"):
            self.fields["file"] = DecodedImageField(
                label=plain.label, required=plain.required, widget=plain.widget
            )
        collection = self.fields.get("collection")
        if collection and folders.is_private(self.instance.file.name):
            collection.disabled = True
            collection.help_text = private.STAYS
