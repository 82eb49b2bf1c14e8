"""What the glossary adds to Wagtail."""

from wagtail.snippets.models import register_snippet

from twinning.translation.glossary.viewset import GlossaryViewSet

register_snippet(GlossaryViewSet)
