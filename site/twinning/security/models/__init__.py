"""What is kept of second factors and of API tokens, besides what their libraries keep."""

from twinning.security.models.recovery import RecoveryCode
from twinning.security.models.token import TokenLimits

__all__ = ["RecoveryCode", "TokenLimits"]
