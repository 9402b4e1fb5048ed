"""The few ways to say a rule."""

from typing import Any

from forum.core.permissions import Permission
from tests.permissions.rules import Kind, Rule

ANYONE, MEMBER = Rule(), Rule(member=True)


def anyone(**send: Any) -> Rule:
    """Everybody who sees the thing, or everybody."""
    return Rule(send=send)


def member(**send: Any) -> Rule:
    """Whoever is signed in."""
    return Rule(member=True, send=send)


def may(needs: Permission, about: Kind | None = None, **send: Any) -> Rule:
    """Who has a permission in the thing's place."""
    return Rule(needs, about=about, send=send)


def somewhere(needs: Permission, **send: Any) -> Rule:
    """Who has it in any place."""
    return Rule(needs, somewhere=True, send=send)


def own_or(needs: Permission, **send: Any) -> Rule:
    """The author of the thing, as long as they may write; or who has a permission there."""
    return Rule(needs, author=Permission.POST_REPLY, send=send)


def untried(rule: Rule) -> Rule:
    """A rule whose act nobody here gets done: it needs something first that only people have."""
    needs, about, send = rule.needs, rule.about, rule.send
    return Rule(needs, rule.member, rule.somewhere, rule.author, about, send, done=False)
