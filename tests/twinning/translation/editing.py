"""Translation as an editor does it: through the views of the admin."""

from urllib.parse import urlencode

import pytest
from django.urls import reverse
from wagtail.models import Page
from wagtail_localize.models import StringSegment, Translation, TranslationSource


@pytest.fixture(name="admin")
def committing_admin(admin_client, django_capture_on_commit_callbacks, monkeypatch):
    """An administrator's client whose requests commit: wagtail-localize publishes on commit."""
    request = admin_client.request

    def committing(**parts):
        with django_capture_on_commit_callbacks(execute=True):
            return request(**parts)

    monkeypatch.setattr(admin_client, "request", committing)
    return admin_client


def submit(admin, page: Page, *locales) -> None:
    url = reverse("wagtail_localize:submit_page_translation", args=[page.pk])
    response = admin.post(url, {"locales": [locale.pk for locale in locales]})
    assert response.status_code == 302, response.context["form"].errors


def translation_of(page: Page, locale) -> Translation:
    source = TranslationSource.objects.get(object_id=page.translation_key, locale=page.locale)
    return Translation.objects.get(source=source, target_locale=locale)


def translate(admin, translation: Translation, words: dict[str, str]) -> None:
    """Translate segments by their English, as the editor's page does: one request each."""
    for segment in StringSegment.objects.filter(source=translation.source).select_related("string"):
        if segment.string.data in words:
            url = reverse(
                "wagtail_localize:edit_string_translation", args=[translation.pk, segment.pk]
            )
            data = urlencode({"value": words.pop(segment.string.data)})
            response = admin.put(url, data, content_type="application/x-www-form-urlencoded")
            assert response.status_code in {200, 201}
    assert words == {}


def translate_rest(admin, translation: Translation) -> None:
    """Give every text that has no translation yet its own words in capitals."""
    missing = translation.source.stringsegment_set.annotate_translation(translation.target_locale)
    texts = missing.filter(translation=None).values_list("string__data", "context__path")
    translate(admin, translation, {text: text.upper() for text, path in texts if path != "slug"})
    translate(admin, translation, {text: text for text, path in texts if path == "slug"})


def publish(admin, page: Page) -> None:
    response = admin.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), {"action": "publish"})
    assert response.status_code == 302
