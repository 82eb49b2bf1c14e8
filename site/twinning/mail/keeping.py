"""E-mails that were sent, as something that is kept of people."""

from django.utils.translation import gettext_lazy as _

from twinning.mail import outbox
from twinning.privacy import Keeper, days_ago


def _purge() -> int:
    return outbox.purge(days_ago("KEEP_MAIL_DAYS"))


keeper = Keeper("mail", outbox.export, outbox.erase, _purge, label=_("E-mails"))
