"""By what a vote is decided, by the words that people choose, and as rows keep it."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from forum.decisions.majorities import (
    MAJORITY_PRESENT,
    NO_QUORUM,
    ONE_THIRD_PRESENT,
    Base,
    Majority,
    Qualified,
    Quorum,
    Terms,
    TieRule,
)

SHARES: Mapping[str, tuple[Fraction, bool]] = {
    "simple": (Fraction(1, 2), True),
    "two_thirds": (Fraction(2, 3), False),
}
"""Majorities by name: the share, and whether more than it is needed."""
QUORUMS: Mapping[str, Quorum] = {
    "none": NO_QUORUM,
    "one_third": ONE_THIRD_PRESENT,
    "majority": MAJORITY_PRESENT,
}


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants to be different from the usual terms; "" leaves it as it is.

    Attributes:
        majority: `simple`, `two_thirds` or `qualified`.
        base: see `Base`; it makes no difference to a qualified majority.
        quorum: `none`, `one_third` or `majority`.
        tie: see `TieRule`.
    """

    majority: str = ""
    base: str = ""
    quorum: str = ""
    tie: str = ""

    def of(self, usual: Terms) -> Terms:
        """The terms as they are wanted."""
        return Terms(
            majority=self._majority(usual.majority),
            quorum=QUORUMS[self.quorum] if self.quorum else usual.quorum,
            tie=TieRule(self.tie) if self.tie else usual.tie,
        )

    def _majority(self, usual: Majority | Qualified) -> Majority | Qualified:
        if self.majority == "qualified":
            return Qualified()
        if not self.majority and (not self.base or isinstance(usual, Qualified)):
            return usual
        share, is_more = _share(usual) if not self.majority else SHARES[self.majority]
        return Majority(share, is_more=is_more, base=Base(self.base or Base.PRESENT_AND_VOTING))


def _share(usual: Majority | Qualified) -> tuple[Fraction, bool]:
    assert isinstance(usual, Majority)  # noqa: S101 (the caller has looked)
    return usual.share, usual.is_more


def stored(terms: Terms) -> dict[str, Any]:
    """Terms as JSON; shares as numerator and denominator."""
    majority, quorum = terms.majority, terms.quorum
    kept: dict[str, Any] = {
        "quorum": {"share": _pair(quorum.share), "is_more": quorum.is_more},
        "tie": terms.tie.value,
    }
    if isinstance(majority, Qualified):
        return kept | {
            "qualified": {
                "voters": _pair(majority.voters),
                "population": _pair(majority.population),
                "blocking": majority.blocking,
                "least": majority.least,
            }
        }
    base = majority.base.value
    share = {"share": _pair(majority.share), "is_more": majority.is_more, "base": base}
    return kept | {"majority": share}


def read(kept: Mapping[str, Any]) -> Terms:
    """Terms from what `stored` made of them."""
    quorum = Quorum(Fraction(*kept["quorum"]["share"]), is_more=kept["quorum"]["is_more"])
    return Terms(_majority(kept), quorum, TieRule(kept["tie"]))


def _majority(kept: Mapping[str, Any]) -> Majority | Qualified:
    if "qualified" in kept:
        of = kept["qualified"]
        return Qualified(
            Fraction(*of["voters"]), Fraction(*of["population"]), of["blocking"], of["least"]
        )
    of = kept["majority"]
    return Majority(Fraction(*of["share"]), is_more=of["is_more"], base=Base(of["base"]))


def _pair(share: Fraction) -> list[int]:
    return [share.numerator, share.denominator]
