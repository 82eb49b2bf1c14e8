"""Translation by machine: services, what they may cost, and what they may be written over."""

from twinning.translation.machine.failures import MachineFailed
from twinning.translation.machine.translating import Outcome, translate

__all__ = ["MachineFailed", "Outcome", "translate"]
