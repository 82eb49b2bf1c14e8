"""Takes in a PO file: what its words replace is kept, and counted.

Stands before wagtail-localize's view, which answers 500 to a form without a file and to a file
without its header, and says nothing of what it replaces (1.14).
"""

from typing import Any

import polib
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.views.pages.utils import get_valid_next_url_from_request
from wagtail_localize.models import StringTranslation, Translation

from twinning.translation.editor import access, versions
from twinning.translation.models import ReplacedWords

#: A page of 500 sentences is a tenth of it.
MOST_BYTES = 2_000_000

_TRANSLATION_ID = "X-WagtailLocalize-TranslationID"


class FileError(Exception):
    """A file cannot be taken in; the message says why to whoever sent it."""


@require_POST
def upload(request: HttpRequest, translation_id: int) -> HttpResponse:
    """Read the translations of a PO file that was downloaded from the same page."""
    with transaction.atomic():
        translation, instance = access.editable(request.user, translation_id)
        try:
            if reason := access.locked(request.user, instance):
                raise FileError(reason)
            replaced = take_in(translation, read(request.FILES.get("file")), request.user)
        except FileError as fault:
            messages.error(request, str(fault))
        else:
            messages.success(request, _("The translations of the PO file are in."))
            if replaced:
                messages.warning(request, _told(replaced))
    return redirect(get_valid_next_url_from_request(request) or reverse("wagtailadmin_home"))


def read(file: Any) -> polib.POFile:
    """A PO file out of what was sent.

    Raises:
        FileError: there is no file, or it is none of these.
    """
    if file is None or file.size > MOST_BYTES:
        raise FileError(_("Choose a PO file of at most 2 MB."))
    try:
        # polib takes a text that names a file for that file; no name begins with a line's end.
        return polib.pofile("\n" + file.read().decode())
    except (OSError, UnicodeDecodeError) as fault:  # what polib raises for bad syntax
        raise FileError(_("This is no valid PO file.")) from fault


def take_in(translation: Translation, po: polib.POFile, user: Any) -> int:
    """Store the translations of a file; how many others they replaced.

    Raises:
        FileError: it belongs to another page or language.
    """
    if po.metadata.get(_TRANSLATION_ID) != str(translation.uuid):
        raise FileError(_("This PO file was made for another page or another language."))
    if any("\x00" in entry.msgstr for entry in po):
        raise FileError(_("This is no valid PO file."))
    stored = StringTranslation.objects.filter(
        locale=translation.target_locale_id, context__object=translation.source.object_id
    )
    before = list(stored)
    translation.import_po(po, user=user, tool_name="PO File")
    after = dict(stored.values_list("pk", "data"))
    replaced = [
        versions.as_replaced(row) for row in before if versions.differs(row, after.get(row.pk))
    ]
    ReplacedWords.objects.bulk_create(replaced)
    return len(replaced)


def _told(replaced: int) -> str:
    return ngettext(
        "The file replaced %(number)d translation. Its earlier words are kept beside the text.",
        "The file replaced %(number)d translations. Their earlier words are kept beside the texts.",
        replaced,
    ) % {"number": replaced}
