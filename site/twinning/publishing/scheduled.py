"""What is to be published and taken down in time: each by itself, in a transaction of its own."""

import logging
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.utils import timezone
from wagtail.models import DraftStateMixin, Page, Revision

logger = logging.getLogger(__name__)


def run() -> None:
    """Take down what is over, then publish what is due; what fails is logged, and tried anew."""
    for model in _models():
        expired = _expired(model).order_by("expire_at")
        for pk in list(expired.values_list("pk", flat=True)):
            _try(
                partial(_take_down, model, pk), f"{model._meta.label} {pk} could not be taken down"
            )
    due = _due().order_by("approved_go_live_at")
    for pk, type_id, object_id in list(due.values_list("pk", "base_content_type_id", "object_id")):
        _try(partial(_publish, type_id, object_id), f"Revision {pk} could not be published")


def _models() -> Iterator[Any]:
    yield Page
    for model in apps.get_models():
        if issubclass(model, DraftStateMixin) and not issubclass(model, Page):
            yield model


def _expired(model: Any) -> Any:
    return model.objects.filter(live=True, expire_at__lt=timezone.now())


def _due() -> "models.QuerySet[Revision]":
    return Revision.objects.filter(approved_go_live_at__lt=timezone.now())


def _try(step: Callable[[], None], failure: str) -> None:
    try:
        with transaction.atomic():
            step()
    except Exception:
        logger.exception(failure)


def _locked(model: Any, pk: Any) -> Any:
    """Something with its row locked, and its parents' rows; None where there is no such thing."""
    return model and model._base_manager.select_for_update().filter(pk=pk).first()


def _take_down(model: Any, pk: Any) -> None:
    _locked(model, pk)
    found = _expired(model).filter(pk=pk).first()
    if found is not None:
        found.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")


def _publish(type_id: int, object_id: str) -> None:
    """Publish the last revision of something that is due.

    Unless somebody else has, or has called it off, since it was listed; or what it is of is gone.
    """
    if _locked(ContentType.objects.get_for_id(type_id).model_class(), object_id) is None:
        return
    due = _due().filter(base_content_type_id=type_id, object_id=object_id)
    revision = due.order_by("approved_go_live_at", "pk").last()
    if revision is not None:
        revision.publish(log_action="wagtail.publish.scheduled")
