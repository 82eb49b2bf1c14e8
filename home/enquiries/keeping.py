"""What is kept of those who have sent enquiries: what there is, and that it goes in time."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from home.models import Enquiry
from twinning.mail import addresses
from twinning.privacy import Keeper, days_ago


def _of(address: str) -> "QuerySet[Enquiry]":
    """The enquiries of an address, however it was spelt: SQLite's own comparison knows ASCII alone.

    What stands before the @ is ASCII, as Django's validator has it.
    """
    local = address.strip().rpartition("@")[0]
    near = Enquiry.objects.filter(email__istartswith=f"{local}@").values_list("pk", "email")
    return Enquiry.objects.filter(pk__in=addresses.pks_of(near, address))


def export(address: str) -> list[dict[str, Any]]:
    """All that was sent from an address, and what was noted on it, the oldest first."""
    enquiries = _of(address).select_related("page").prefetch_related("notes")
    return [_exported(enquiry) for enquiry in enquiries.order_by("created_at", "pk")]


def erase(address: str) -> int:
    """Delete all that was sent from an address; how many enquiries that were."""
    return _deleted(_of(address))


def purge() -> int:
    """Delete what nobody has dealt with for KEEP_ENQUIRY_DAYS; how many enquiries that were."""
    return _deleted(Enquiry.objects.filter(touched_at__lt=days_ago("KEEP_ENQUIRY_DAYS")))


def _deleted(enquiries: "QuerySet[Enquiry]") -> int:
    _all, by_model = enquiries.delete()
    return by_model.get(Enquiry._meta.label, 0)


def _exported(enquiry: Enquiry) -> dict[str, Any]:
    as_they_are = (
        *("reference", "state", "name", "email", "party", "message", "answers"),
        *("language", "answer_language", "town_name", "partner_name", "interest_name"),
        *("consent_text", "consent_version"),
    )
    notes = [note.as_data() for note in enquiry.notes.all()]
    return {
        **{name: getattr(enquiry, name) for name in as_they_are},
        "page": enquiry.page.title if enquiry.page else "",
        "created_at": enquiry.created_at.isoformat(),
        "touched_at": enquiry.touched_at.isoformat(),
        "notes": [{**note, "created_at": note["created_at"].isoformat()} for note in notes],
    }


keeper = Keeper("enquiries", export=export, erase=erase, purge=purge, label=_("Enquiries"))
