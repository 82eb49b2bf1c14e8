"""What is asked of an index: tokens, all or any of which a page must have."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Beginning:
    """Any token that begins with these letters."""

    token: str


@dataclass(frozen=True)
class AllOf:
    """What a page must have all of."""

    parts: tuple["Expression", ...]


@dataclass(frozen=True)
class AnyOf:
    """What a page must have one of, and is the better for the more it has."""

    parts: tuple["Expression", ...]


Expression = str | Beginning | AllOf | AnyOf


def tokens(expression: Expression) -> set[str]:
    """All tokens that an expression asks for."""
    match expression:
        case Beginning(token):
            return {token}
        case AllOf(parts) | AnyOf(parts):
            return set().union(*map(tokens, parts))
    return {expression}


@dataclass(frozen=True)
class Syntax:
    """How a database writes expressions. Tokens are letters and digits: none is an operator.

    Args:
        whole, beginning: of a token, with `%s` for it.
        all_of, any_of: what stands between the parts.
    """

    whole: str
    beginning: str
    all_of: str
    any_of: str


def written(expression: Expression, syntax: Syntax) -> str:
    """An expression as a database has it."""
    match expression:
        case Beginning(token):
            return syntax.beginning % token
        case AllOf(parts):
            return f"({syntax.all_of.join(written(part, syntax) for part in parts)})"
        case AnyOf(parts):
            return f"({syntax.any_of.join(written(part, syntax) for part in parts)})"
    return syntax.whole % expression


def all_of(parts: Iterable[Expression]) -> Expression:
    """All of some expressions, each once; the only one itself."""
    once = tuple(dict.fromkeys(parts))
    return once[0] if len(once) == 1 else AllOf(once)


def any_of(parts: Iterable[Expression]) -> Expression:
    """Any of some expressions, each once; the only one itself."""
    once = tuple(dict.fromkeys(parts))
    return once[0] if len(once) == 1 else AnyOf(once)
