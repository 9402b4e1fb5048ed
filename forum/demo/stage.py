"""Where the script is acted out: who acts, at which hour, in one change."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from forum.accounts import actions as accounts
from forum.accounts.actions import Joining
from forum.accounts.identity import actor_for
from forum.accounts.schemas import Newcomer, ProfileChange
from forum.core.actor import Actor
from forum.core.ids import MemberId, PostId, TopicId
from forum.db.unit import Unit
from forum.delegations import actions as delegations
from forum.demo import queries
from forum.demo.delegations import GROUP, MANDATES, ORGANISATION, stakeholder
from forum.demo.people import ADMINISTRATOR, MODERATOR, Person
from forum.demo.script import PostScript, SpaceScript, TopicScript
from forum.discussions import actions as discussions
from forum.discussions.schemas import PostDraft, TopicText
from forum.moderation import actions as moderation
from forum.moderation.acts.base import TopicAct
from forum.moderation.acts.lock_topic import LockTopic
from forum.moderation.acts.pin_topic import PinTopic
from forum.moderation.rules import Target, TargetKind
from forum.moderation.schemas import FlagDraft
from forum.resources.schemas import ResourceDraft
from forum.spaces import actions as spaces
from forum.spaces.schemas import SpaceDraft

_BEGAN = timedelta(days=45)
"""How long before now everybody joined."""


@dataclass(slots=True)
class Scene:
    """A topic, and what has been made of it so far."""

    script: TopicScript
    topic_id: TopicId = field(init=False)
    posts: list[PostId] = field(default_factory=list)

    @property
    def next(self) -> PostScript:
        """The post that is to be written now."""
        return self.script.posts[len(self.posts)]


class Stage:
    """Lets people act at hours that have passed."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit
        self._ends = unit.now
        self._actors: dict[str, Actor] = {}
        self._people: dict[str, Person] = {}
        self._shared: dict[str, TopicId] = {}

    def member(self, handle: str) -> MemberId:
        """The id of somebody who was let in."""
        return self._actors[handle].require_member()

    def _enter(self, handle: str, age: timedelta) -> None:
        self._unit.actor = self._actors[handle]
        self._unit.now = self._ends - age

    async def admit(self, person: Person, password_hash: str) -> None:
        """Let somebody join."""
        self._unit.now = self._ends - _BEGAN
        draft = Newcomer(
            name=person.name,
            email=person.email,
            handle=person.handle,
            organisation=person.organisation,
            country=person.partner,
        )
        joining = Joining(draft, password_hash, person.language)
        member_id = await accounts.add_verified(self._unit, joining, person.role)
        self._unit.actor = Actor(member_id)
        own = ProfileChange(zone=person.zone, reads=list(person.reads))
        member = await accounts.change_profile(self._unit, own)
        self._actors[person.handle] = actor_for(member)
        self._people[person.handle] = person

    async def furnish(self, script: SpaceScript, place: int) -> None:
        """Make a space, the `place`-th from 0."""
        self._enter(ADMINISTRATOR.handle, _BEGAN)
        about = script.model_dump(exclude={"members"})
        space = await spaces.make_space(self._unit, SpaceDraft(**about, place=place))
        belonging = map(self.member, script.members)
        queries.add_to_space(self._unit.db, space, belonging, self._unit.now)

    async def represent(self) -> None:
        """Set up the delegations of all partners and some others, and let people act for them."""
        self._enter(ADMINISTRATOR.handle, _BEGAN)
        await delegations.set_up_partners(self._unit)
        university = await delegations.make_organisation(self._unit, ORGANISATION)
        assert university.id is not None  # noqa: S101 (it was flushed)
        await delegations.make_delegation(self._unit, stakeholder(university.id))
        await delegations.make_delegation(self._unit, GROUP)
        for slug, draft in MANDATES:
            await delegations.give_mandate(self._unit, slug, draft)

    async def perform(self, scene: Scene, age: timedelta) -> PostId:
        """Write the next post of a topic; gives its id."""
        post = scene.next
        self._enter(post.by, age)
        if scene.posts:
            post_id = await self._reply(scene, post)
        else:
            post_id = await self._begin(scene, post)
        scene.posts.append(post_id)
        for flag in post.flagged:
            self._enter(flag.by, age)
            draft = FlagDraft(reason=flag.reason, remark=flag.remark)
            await moderation.flag(self._unit, post_id, draft)
        return post_id

    async def _begin(self, scene: Scene, post: PostScript) -> PostId:
        script = scene.script
        text = TopicText(
            title=script.title,
            body=post.body,
            kind=script.kind,
            language=self._language(post),
            tags=list(script.tags),
            resource=self._card(script),
        )
        started = await discussions.start_topic(self._unit, script.space, text)
        scene.topic_id = started.topic_id
        if script.resource is not None:
            self._shared[script.resource.url] = started.topic_id
        for act in _acts(script, started.topic_id):
            self._unit.actor = self._actors[MODERATOR.handle]
            await moderation.carry_out(self._unit, act)
        return started.post_id

    def _card(self, script: TopicScript) -> ResourceDraft | None:
        if script.resource is None or not script.version_of:
            return script.resource
        other = self._shared[script.version_of]
        return script.resource.model_copy(update={"version_of": other})

    async def _reply(self, scene: Scene, post: PostScript) -> PostId:
        parent = scene.posts[post.to - 1] if post.to > 1 else None
        draft = PostDraft(body=post.body, parent_id=parent, language=self._language(post))
        return (await discussions.reply(self._unit, scene.topic_id, draft)).id

    def _language(self, post: PostScript) -> str:
        return post.language or self._people[post.by].language


def _acts(script: TopicScript, topic_id: TopicId) -> Sequence[TopicAct]:
    target = Target(TargetKind.TOPIC, topic_id)
    acts: list[TopicAct] = []
    if script.pinned:
        acts.append(PinTopic(target=target, reason="For those who are new."))
    if script.locked:
        acts.append(LockTopic(target=target, reason="Nothing is to be added."))
    return acts
