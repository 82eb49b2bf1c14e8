"""Form fields for pictures from visitors, who may send anything: their values are made anew."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.widgets import FileInput, Widget
from django.utils.translation import gettext_lazy as _

from twinning.media import anew
from twinning.media.anew import CleanPicture

#: Pictures that one form takes.
MOST = 4

#: What the browser offers to choose; phones and desktops know HEIC by different names.
ACCEPTED = "image/jpeg,image/png,image/webp,image/avif,image/heic,image/heif,.heic,.heif"


class SeveralFilesInput(FileInput):
    """Takes several files at once."""

    allow_multiple_selected = True


class VisitorPictureField(forms.FileField):
    """One picture; its value is a `CleanPicture`, or None where there is none."""

    widget = FileInput
    default_error_messages = {"empty": anew.PROBLEMS["empty"]}

    def to_python(self, data: Any) -> CleanPicture | None:  # type: ignore[override]  # no file any more
        """What is kept of an uploaded file.

        Raises:
            ValidationError: as `anew.make_anew`.
        """
        file = super().to_python(data)
        if file is None:
            return None
        if (file.size or 0) > anew.MOST_BYTES:  # before any of it is read
            raise anew.too_large()
        file.seek(0)
        return anew.make_anew(file.read())

    def widget_attrs(self, widget: Widget) -> dict[str, Any]:
        """The attributes of the input."""
        return {**super().widget_attrs(widget), "accept": ACCEPTED}


class VisitorPicturesField(VisitorPictureField):
    """Several pictures; its value is a list of `CleanPicture`, empty where there is none.

    Args:
        most: how many.
    """

    widget = SeveralFilesInput
    default_error_messages = {
        "too_many": _("Too many pictures: %(chosen)s. Choose at most %(most)s."),
        "numbered": _("Picture %(number)s: %(problem)s"),
    }

    def __init__(self, *, most: int = MOST, **kwargs: Any) -> None:
        self.most = most
        super().__init__(**kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[CleanPicture]:
        """The pictures in the order in which they were sent.

        Raises:
            ValidationError: one message for each file that is refused, which tells its number.
        """
        files = [file for file in _listed(data) if file is not None and file != ""]
        if self.required and not files:
            raise ValidationError(self.error_messages["required"], code="required")
        if len(files) > self.most:
            raise ValidationError(
                self.error_messages["too_many"],
                code="too_many",
                params={"chosen": len(files), "most": self.most},
            )
        made, refused = [], list[ValidationError]()
        for number, file in enumerate(files, start=1):
            try:
                made.append(super().clean(file))
            except ValidationError as error:
                refused += self._numbered(number, error)
        if refused:
            raise ValidationError(refused)
        return [picture for picture in made if picture is not None]

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether any file was sent."""
        return not self.disabled and bool(_listed(data))

    def _numbered(self, number: int, error: ValidationError) -> list[ValidationError]:
        return [
            ValidationError(
                self.error_messages["numbered"],
                code=one.code,
                params={"number": number, "problem": " ".join(one.messages)},
            )
            for one in error.error_list
        ]


def _listed(data: Any) -> Sequence[Any]:
    if isinstance(data, (list, tuple)):
        return data
    return [] if data is None else [data]
