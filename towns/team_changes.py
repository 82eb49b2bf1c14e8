"""A team that is edited by hand: its group gets what the team has now, and loses what it had."""

from typing import Any

from django.db.models.signals import post_delete, post_save, pre_delete, pre_save

from towns import rights, workflows
from towns.models import TownTeam
from twinning.translation.rights import granting, registry, roles


def connect() -> None:
    """Follow changes of teams."""
    for signal, receiver in (
        (pre_save, before_change),
        (pre_delete, before_change),
        (post_save, after_save),
        (post_delete, after_delete),
    ):
        signal.connect(receiver, sender=TownTeam, dispatch_uid=f"towns.{receiver.__name__}")


def before_change(sender: Any, instance: TownTeam, **kwargs: Any) -> None:
    """Remember what a team was; a receiver of `pre_save` and `pre_delete`."""
    was = TownTeam.objects.filter(pk=instance.pk).first() if instance.pk else None
    instance.__dict__["was"] = was and rights.as_team(was, {})


def after_save(sender: Any, instance: TownTeam, **kwargs: Any) -> None:
    """Take from the group what the team no longer has, and give what it has; of `post_save`.

    Where nothing changes that decides on rights, rows that somebody has edited stay.
    """
    was = instance.__dict__.pop("was", None)
    registry.forget()
    now = rights.as_team(instance, {})
    if was == now or kwargs.get("raw") or not roles.in_use():
        return
    if was is not None:
        granting.take_back(was)
        workflows.follow(was, now, instance.workflow)
    granting.grant_to([now.group_id])


def after_delete(sender: Any, instance: TownTeam, **kwargs: Any) -> None:
    """Take from the group what it had as this team; a receiver of `post_delete`."""
    was = instance.__dict__.pop("was", None)
    registry.forget()
    if was is not None and roles.in_use():
        granting.take_back(was)
        workflows.follow(was, None, instance.workflow)
