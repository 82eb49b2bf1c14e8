"""The inbox: every enquiry in one list, whatever its language."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.model import ModelViewSet

from home.models import Enquiry


class EnquiryViewSet(ModelViewSet):
    """Enquiries, to read and to deal with."""

    model = Enquiry
    name = "enquiries"
    icon = "mail"
    menu_label = _("Enquiries")
    menu_order = 250
    add_to_admin_menu = True
    form_fields = ["state", "assignee"]
    list_display = ["reference", "town_name", "state", "created_at"]
