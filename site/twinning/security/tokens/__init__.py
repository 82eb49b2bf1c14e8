"""What API tokens may be used for, and until when (ADR 47)."""
