"""What the editor of translations adds to Wagtail."""

from django.urls import URLPattern, path
from wagtail import hooks

from twinning.translation.editor import pofile, saving, views

_ONE = "localize/translate/<int:translation_id>/"
_OURS = "translations/<int:translation_id>/"


@hooks.register("register_admin_urls", order=-30)
def register_editor_urls() -> list[URLPattern]:
    """Views before wagtail-localize's own addresses, which keep their names; and our own."""
    return [
        path(f"{_ONE}strings/<int:string_segment_id>/edit/", saving.edit_words),
        path(f"{_ONE}overrides/<int:overridable_segment_id>/edit/", saving.edit_override),
        path(f"{_ONE}pofile/upload/", pofile.upload),
        path(f"{_OURS}read/", views.mark_read, name="translation_mark_read"),
        path(f"{_OURS}submit/", views.submit, name="translation_submit"),
        path(f"{_OURS}replace/", views.replace, name="translation_replace"),
        path(f"{_OURS}decide/", views.decide, name="translation_decide"),
        path(f"{_OURS}withdraw/", views.withdraw, name="translation_withdraw"),
        path(
            f"{_OURS}segments/<int:string_segment_id>/use/",
            views.use_words,
            name="translation_use_words",
        ),
    ]


hooks.register("before_edit_page", views.publish_page, order=-30)
hooks.register("before_edit_snippet", views.publish_snippet, order=-30)
