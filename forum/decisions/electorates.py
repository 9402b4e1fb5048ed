"""Who votes in a decision: frozen when it is opened, with weights and proxies."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from forum.core.errors import N_, ForumError
from forum.decisions.rules import NotEntitled, ProxyGiven, ProxyNotHeld


class InvalidElectorate(ForumError):
    """A list of voters that nobody could vote by; its subclasses say why."""

    code, status = "invalid_electorate", 422
    text = N_("A voter is listed twice, or a weight is not a whole number from 1.")


class ProxyToStranger(InvalidElectorate):
    """A vote was given to somebody who does not vote themselves, or to its owner."""

    code = "proxy_to_stranger"
    text = N_("A vote can be given only to another of those who vote.")


class ProxyChain(InvalidElectorate):
    """A vote was given to somebody who has given away their own."""

    code = "proxy_chain"
    text = N_("A vote that was received from somebody cannot be given on.")


class TooManyProxies(InvalidElectorate):
    """Somebody would cast the votes of more others than is allowed."""

    code = "too_many_proxies"
    text = N_("One voter can hold at most {most} votes of others.")


class SecretNeedsEqualVotes(InvalidElectorate):
    """Different weights would tell whose a secret ballot is."""

    code = "secret_needs_equal_votes"
    text = N_("A secret ballot needs votes of equal weight and a majority counted by votes alone.")


@dataclass(frozen=True, slots=True)
class Elector:
    """One vote.

    Attributes:
        id: of the delegation, or member, whose vote it is.
        name: in English, by which roll-calls are ordered.
        weight: how much the vote counts, from 1.
        population: of the country, for majorities that count it; 0: not known.
        proxy: the elector who casts it instead; `None`: its owner does.
    """

    id: int
    name: str = ""
    weight: int = 1
    population: int = 0
    proxy: int | None = None


def check_hand(vote: Elector, own: Collection[int]) -> None:
    """Return if somebody casts a vote who has those of `own`: one of them, or one given to them.

    Raises:
        ProxyGiven: it is theirs, and they have given it away.
        ProxyNotHeld: it is somebody else's, and was not given to them.
    """
    caster = vote.id if vote.proxy is None else vote.proxy
    if caster not in own:
        raise ProxyGiven if vote.id in own else ProxyNotHeld


@dataclass(frozen=True, slots=True)
class Electorate:
    """Those who are entitled to vote in a decision, as they were when it was proposed.

    Attributes:
        electors: each once.
        members: weight of all members of the body, those without a vote in this decision included;
            at least that of the electors. 0: that of the electors.

    Raises:
        InvalidElectorate: the voters, weights or proxies do not fit together.
    """

    electors: tuple[Elector, ...]
    members: int = 0
    by_id: Mapping[int, Elector] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_id", {one.id: one for one in self.electors})
        object.__setattr__(self, "members", self.members or self.weight)
        if len(self.by_id) < len(self.electors) or any(one.weight < 1 for one in self.electors):
            raise InvalidElectorate
        if self.members < self.weight:
            raise InvalidElectorate
        for one in self.electors:
            self._check_proxy(one)

    def _check_proxy(self, giver: Elector) -> None:
        if giver.proxy is None:
            return
        holder = self.by_id.get(giver.proxy)
        if holder is None or holder is giver:
            raise ProxyToStranger
        if holder.proxy is not None:
            raise ProxyChain

    @property
    def weight(self) -> int:
        """Weight of all votes together."""
        return sum(one.weight for one in self.electors)

    @property
    def population(self) -> int:
        """Of all electors together."""
        return sum(one.population for one in self.electors)

    def check_proxies(self, most: int) -> None:
        """Return if nobody holds more than `most` votes of others.

        Raises:
            TooManyProxies: somebody does.
        """
        held = Counter(one.proxy for one in self.electors if one.proxy is not None)
        if any(count > most for count in held.values()):
            raise TooManyProxies(most=most)

    def check_secret(self, *, counts_population: bool) -> None:
        """Return if ballots can be secret.

        Raises:
            SecretNeedsEqualVotes: what a ballot counts would tell whose it is.
        """
        if counts_population or len({one.weight for one in self.electors}) > 1:
            raise SecretNeedsEqualVotes

    def elector(self, voter: int) -> Elector:
        """The vote of somebody.

        Raises:
            NotEntitled: they have none.
        """
        if voter not in self.by_id:
            raise NotEntitled
        return self.by_id[voter]

    def vote_of(self, voter: int, by: int) -> Elector:
        """The vote of `voter`, cast by the elector `by`: the same one, or who holds it.

        Raises:
            NotEntitled: one of them has no vote here.
            ProxyGiven: `voter` has given it away and casts it nevertheless.
            ProxyNotHeld: it was not given to `by`.
        """
        vote, _ = self.elector(voter), self.elector(by)
        check_hand(vote, {by})
        return vote

    def present(self, ids: Iterable[int]) -> int:
        """How many voters count as present, given those who are: a proxy's giver is with them."""
        here = set(ids)
        return sum(one.id in here or one.proxy in here for one in self.electors)
