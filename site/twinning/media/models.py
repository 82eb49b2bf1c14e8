"""Pictures with alternative text and credit, their renditions, and documents."""

from hashlib import blake2b
from pathlib import PurePosixPath
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Filter
from wagtail.search import index

from twinning.media import documents, folders, lives, stored
from twinning.media.errors import away


class Storable(models.Model):
    """Says in the form, where there is one, that the store of files is away.

    What happens between this question and the upload, `FilesMiddleware` says.
    """

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Ask before the file is stored, and only where there is a new one.

        Raises:
            ValidationError: of the field `file`.
        """
        super().clean()
        file: Any = getattr(self, "file", None)
        if file and not file._committed and not stored.answers(file.storage):
            raise ValidationError({"file": away()}, code="store_away")


class TwinningImage(Storable, AbstractImage):
    """A picture in the library.

    `description` is the alternative text that an editor is offered wherever the picture is used;
    each use has its own text, in its page's language, because only there is it known what the
    picture is to say.
    """

    credit = models.CharField(
        _("credit"),
        max_length=255,
        blank=True,
        help_text=_("Who made the picture, and the licence where there is one."),
    )
    #: A tiny preview as a `data:` address, made in the background with the renditions.
    placeholder = models.TextField(blank=True, default="", editable=False)

    admin_form_fields = (
        "title",
        "file",
        "description",
        "credit",
        "collection",
        "tags",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )
    search_fields = [*AbstractImage.search_fields, index.SearchField("credit")]

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        permissions = [("choose_image", "Can choose image")]

    @property
    def is_private(self) -> bool:
        """Whether it is a visitor's that no published page shows yet (`twinning.media.private`)."""
        return folders.is_private(self.file.name)

    @classmethod
    def get_indexed_objects(cls) -> models.QuerySet["TwinningImage"]:
        """As in Wagtail; what visitors have sent is not searched for before it is public."""
        found: models.QuerySet[TwinningImage] = super().get_indexed_objects()
        return found.exclude(file__startswith=folders.PRIVATE)

    def get_upload_to(self, filename: str) -> str:
        """As in Wagtail; another file of a private picture is as private as the one before."""
        before = getattr(self, "_file_before", None)  # of `signals.remember_file`
        if before and folders.is_private(before[0]):
            return folders.new_private(filename)
        return str(super().get_upload_to(filename))

    def generate_rendition_file(self, filter: Filter, *, source: File[bytes] | None = None) -> Any:
        """As in Wagtail; the file's name says what is in it, so that it can be kept for ever."""
        file = super().generate_rendition_file(filter, source=source)
        file.seek(0)
        digest = blake2b(digest_size=lives.DIGITS // 2)
        for chunk in file.chunks():
            digest.update(chunk)
        file.seek(0)
        name = PurePosixPath(file.name)
        file.name = f"{name.stem}.{digest.hexdigest()}{name.suffix}"
        return file


class TwinningRendition(AbstractRendition):
    """A picture at one size and in one format."""

    image = models.ForeignKey(TwinningImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)

    def get_upload_to(self, filename: str) -> str:
        """As in Wagtail; that of a private picture lies beside it."""
        path = str(super().get_upload_to(filename))
        return folders.private_rendition(path) if self.image.is_private else path


class TwinningDocument(Storable, AbstractDocument):
    """A file that visitors may download."""

    admin_form_fields = Document.admin_form_fields

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        permissions = [("choose_document", "Can choose document")]

    def clean(self) -> None:
        """As in Wagtail; a new file is looked at, too.

        Raises:
            ValidationError: names the field: too large, or not what the name says.
        """
        super().clean()
        if self.file and not self.file._committed:
            try:
                documents.check(self.file)
            except ValidationError as error:
                raise ValidationError({"file": error}) from error
