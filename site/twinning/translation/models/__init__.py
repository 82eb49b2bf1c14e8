"""What is kept about translations: roles, states, jobs, the glossary, review links."""

from twinning.translation.models.glossary import GlossaryName, GlossaryTerm
from twinning.translation.models.job import TranslationJob
from twinning.translation.models.machine import MachineGlossary, MachineUse
from twinning.translation.models.replaced import ReplacedWords
from twinning.translation.models.review import ReviewComment, ReviewLink
from twinning.translation.models.role import Role
from twinning.translation.models.state import TranslationState

__all__ = [
    "GlossaryName",
    "GlossaryTerm",
    "MachineGlossary",
    "MachineUse",
    "ReplacedWords",
    "ReviewComment",
    "ReviewLink",
    "Role",
    "TranslationJob",
    "TranslationState",
]
