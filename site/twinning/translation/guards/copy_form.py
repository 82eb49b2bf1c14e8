"""The form by which a page is copied."""

from typing import Any

from wagtail.admin.forms.pages import CopyForm as WagtailCopyForm

from twinning.translation.guards.tester import in_another_tree, why_not_there


class CopyForm(WagtailCopyForm):
    """As in Wagtail; names the destination that is in another language."""

    def clean(self) -> dict[str, Any]:
        """Put the reason at the field, in place of a permission that nobody can give."""
        cleaned: dict[str, Any] = super().clean()
        parent = cleaned.get("new_parent_page")
        if parent is not None and in_another_tree(self.page, parent):
            self._errors["new_parent_page"] = self.error_class([why_not_there(self.page, parent)])
        return cleaned
