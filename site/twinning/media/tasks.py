"""Background work on pictures (ADR 9)."""

import logging

from django.utils import timezone
from django_tasks import task
from wagtail.images import get_image_model
from wagtail.images.models import AbstractImage

from twinning.media import folders, placeholders, renditions, stored
from twinning.media.errors import BROKEN, StoreAwayError
from twinning.priorities import BULK, UPKEEP

logger = logging.getLogger(__name__)


@task(priority=BULK)
def make_renditions(image_id: int) -> None:
    """Make what is missing of a picture, and its preview anew.

    Nothing if it has been deleted, or is not public: then nobody has asked for it yet.

    Safe to repeat, and survives a file that is missing or broken. Where the store of files is away,
    it is done later.
    """
    try:
        with stored.watched():
            _make(image_id)
    except StoreAwayError as error:
        logger.warning("No renditions of picture %s for now: %s", image_id, error)
        if make_renditions.get_backend().supports_defer:
            later = timezone.now() + stored.LATER
            make_renditions.using(run_after=later).enqueue(image_id)


@task(priority=UPKEEP)
def delete_file(name: str) -> None:
    """Delete a file that no row names; again later, where its store is away."""
    stored.delete_unnamed([name])


def _make(image_id: int) -> None:
    image = get_image_model().objects.filter(pk=image_id).first()
    if image is None or folders.is_private(image.file.name):
        return
    renditions.make(image)
    if not placeholders.keep(image, _placeholder(image)):
        # Replaced meanwhile, so that some may have been made from the file before: begin again.
        image.renditions.all().delete()
        make_renditions.enqueue(image_id)


def _placeholder(image: AbstractImage) -> str:
    if not placeholders.are_kept(type(image)):
        return ""
    try:
        with image.open_file() as file:
            return placeholders.data_uri(file)
    except BROKEN as error:
        logger.warning("No preview of picture %s: %r", image.pk, error)
        return ""
