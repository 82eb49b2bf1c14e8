"""A StreamBlock that refuses what it does not know instead of dropping it without a word."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail import blocks
from wagtail.blocks.stream_block import StreamBlockValidationError


class StrictStreamBlock(blocks.StreamBlock):
    """As Wagtail's, but a submitted block of an unknown type is an error of the field.

    Wagtail skips such a block (`BaseStreamBlock.value_from_datadict`), so an editor whose form is
    older than the site would lose it on saving. tests/twinning/blocks/test_strict.py holds this.
    """

    def value_from_datadict(self, data: Any, files: Any, prefix: str) -> blocks.StreamValue:
        """The submitted value; the names of unknown block types are kept on it for `clean`."""
        value = super().value_from_datadict(data, files, prefix)
        submitted = (
            data[f"{prefix}-{index}-type"]
            for index in range(int(data[f"{prefix}-count"]))
            if not data[f"{prefix}-{index}-deleted"]
        )
        value.unknown_block_types = [name for name in submitted if name not in self.child_blocks]
        return value

    def clean(self, value: blocks.StreamValue) -> blocks.StreamValue:
        """Validate the value.

        Raises:
            StreamBlockValidationError: names each unknown type, or what is wrong in which block.
        """
        unknown = getattr(value, "unknown_block_types", [])
        if unknown:
            message = _("There is no block called “%(name)s” here. Nothing has been saved.")
            errors = [ValidationError(message % {"name": name}) for name in unknown]
            raise StreamBlockValidationError(non_block_errors=errors)
        return super().clean(value)
