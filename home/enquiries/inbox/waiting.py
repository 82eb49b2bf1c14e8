"""What of the inbox waits for somebody: on the admin's home page, in the menu, in the digest."""

from typing import Any

from django.urls import reverse
from django.utils.translation import ngettext
from wagtail.permissions import policy_registry

from home.models import Enquiry
from twinning import references
from twinning.translation.board.waiting import WaitingItem


def number_of_new(user: Any) -> int:
    """How many new enquiries somebody may see; asked once a request."""
    return references.current().once(("new enquiries", user.pk), lambda: _count(user))


def new_enquiries(user: Any) -> list[WaitingItem]:
    """One item, with the way to them."""
    number = number_of_new(user)
    text = ngettext("%(number)s new enquiry", "%(number)s new enquiries", number)
    address = f"{reverse('enquiries:index')}?state={Enquiry.State.NEW}"
    return [WaitingItem(text % {"number": number}, address, number)]


def _count(user: Any) -> int:
    policy = policy_registry.get_by_type(Enquiry)
    visible = policy.instances_user_has_permission_for(user, "view")
    return int(visible.filter(state=Enquiry.State.NEW).count())
