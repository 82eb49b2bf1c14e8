"""The glossary: our terms and place names, found in texts and looked for in their translations."""

from twinning.translation.glossary.finding import Unheeded, terms_in, unheeded
from twinning.translation.glossary.segments import Hint, SegmentWarning, check, for_segments
from twinning.translation.glossary.terms import Entry, Glossary, current

__all__ = [
    "Entry",
    "Glossary",
    "Hint",
    "SegmentWarning",
    "Unheeded",
    "check",
    "current",
    "for_segments",
    "terms_in",
    "unheeded",
]
