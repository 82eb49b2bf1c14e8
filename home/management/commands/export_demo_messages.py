"""Write the .po files of the content anew after its English has changed."""

from typing import Any

from django.conf import settings
from django.core.management import BaseCommand
from wagtail.models import Locale

from home.demo import source, translations


class Command(BaseCommand):
    """Update `home/demo/translations/` from the English content that is in the database.

    What is translated stays; new and changed segments come out empty.
    """

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        missing = 0
        for code, _name in settings.LANGUAGES:
            if code == settings.LANGUAGE_CODE:
                continue
            locale, _made = Locale.objects.get_or_create(language_code=code)
            files = {page.key: translations.export_page(page, locale) for page in source.pages()}
            files["interests"] = translations.export_interests(locale)
            files["navigation"] = translations.export_navigation(locale)
            for key, po in files.items():
                path = source.po_path(code, key)
                path.parent.mkdir(parents=True, exist_ok=True)
                po.save(str(path))
                missing += len(po.untranslated_entries())
        self.stdout.write(f"{missing} segments to translate")
