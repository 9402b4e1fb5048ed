"""Laws of every act in the registry."""

from itertools import product

import pytest

from forum.accounts.rules import MemberState, SanctionKind
from forum.core.errors import InvalidInput
from forum.core.permissions import GRANTS, Role
from forum.discussions.rules import HeldState, PostState, TopicState
from forum.live.sessions.rules import RequestState
from forum.moderation.acts import ACTS, fitting, make
from forum.moderation.acts.base import Act
from forum.moderation.rules import Standing, TargetKind

POSTS = [Standing(state, flags=flags) for state, flags in product(PostState, (0, 2))]
TOPICS = [Standing(state, pinned=pinned) for state, pinned in product(TopicState, (False, True))]
MEMBERS = [
    Standing(state, sanctions=kinds)
    for state, kinds in product(MemberState, [(), *((kind,) for kind in SanctionKind)])
]
TEXTS = [Standing(state) for state in HeldState]
PARTS = [Standing(state, muted=muted) for state in RequestState for muted in (True, False)]
REQUESTS = [Standing(state) for state in RequestState]
STANDINGS = {
    TargetKind.POST: POSTS,
    TargetKind.HELD: TEXTS,
    TargetKind.TOPIC: TOPICS,
    TargetKind.MEMBER: MEMBERS,
    TargetKind.PARTICIPANT: PARTS,
    TargetKind.REQUEST: REQUESTS,
    TargetKind.TEXT: POSTS,
}

FIELDS = {
    "remove_translation": {"language": "de"},
    "restore_translation": {"language": "de"},
    "lock_translation": {"language": "de"},
    "unlock_translation": {"language": "de"},
    "retranslate_post": {"language": "de"},
    "lock_text": {"language": "de"},
    "unlock_text": {"language": "de"},
    "retranslate_text": {"language": "de"},
    "split_topic": {"title": "Watches"},
    "unsplit_topic": {"topic_id": 3},
    "move_topic": {"space": "general"},
    "merge_topic": {"into": 3},
    "unmerge_topic": {"out_of": 3},
    "set_topic_kind": {"kind": "question"},
    "set_topic_language": {"language": "fr"},
    "lift_sanction": {"kind": "silence"},
    "renew_sanction": {"sanction_id": 1},
    "mute_participant": {"minutes": 5},
    "suspend_member": {"days": 3},
}

every_act = pytest.mark.parametrize("act", ACTS.values(), ids=list(ACTS))


def names(kind: TargetKind, standing: Standing) -> set[str]:
    return {act.name for act in fitting(kind, standing)}


@every_act
def test_an_act_says_what_it_is(act: type[Act]) -> None:
    assert act.text
    assert act.past
    assert act.text != act.past


@every_act
def test_an_act_is_for_moderators_and_not_for_members(act: type[Act]) -> None:
    assert act.needs in GRANTS[Role.MODERATOR]
    assert act.needs not in GRANTS[Role.MEMBER]


@every_act
def test_an_act_fits_some_standings_and_not_others(act: type[Act]) -> None:
    found = {act.fits(standing) for standing in STANDINGS[act.on]}
    assert found == {True, False}


@every_act
def test_an_act_undoes_one_on_the_same_kind_of_thing(act: type[Act]) -> None:
    if act.undoes is not None:
        undone = ACTS[act.undoes]
        assert undone.on == act.on
        both = [one for one in STANDINGS[act.on] if act.fits(one) and undone.fits(one)]
        assert both == []


@every_act
def test_an_act_takes_its_own_kind_of_target_only(act: type[Act]) -> None:
    other = next(kind for kind in TargetKind if kind != act.on)
    values = FIELDS.get(act.name, {})
    target = "text:tags:5" if act.on == TargetKind.TEXT else f"{act.on}:5"
    made = make(act.name, target, "It sells watches.", values)
    assert (type(made), str(made.target), made.reason) == (act, target, "It sells watches.")
    with pytest.raises(InvalidInput) as refused:
        make(act.name, f"{other}:5", "It sells watches.", values)
    assert [fault.field for fault in refused.value.faults] == ["target"]


@pytest.mark.parametrize(
    ("target", "reason", "field"),
    [
        ("nothing", "why", "target"),
        ("text:5", "why", "target"),
        ("text:post:5", "why", "target"),
        ("text:tags:0", "why", "target"),
        ("post:1", "  ", "reason"),
        ("post:1", "x" * 501, "reason"),
    ],
)
def test_an_act_without_target_or_reason_is_refused(target: str, reason: str, field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        make("hide_post", target, reason)
    assert [fault.field for fault in refused.value.faults] == [field]


def test_a_menu_offers_what_fits() -> None:
    post, topic = TargetKind.POST, TargetKind.TOPIC
    visible = {"hide_post", "edit_post", "split_topic", "delete_post", "remove_translation"}
    visible |= {"lock_translation", "unlock_translation", "retranslate_post", "purge_translations"}
    assert names(post, Standing(PostState.VISIBLE)) == visible
    assert names(post, Standing(PostState.VISIBLE, flags=1)) == visible | {"dismiss_flags"}
    assert names(post, Standing(PostState.HIDDEN)) == {"restore_post", "delete_post"}
    assert names(post, Standing(PostState.DELETED)) == set()
    always = {"hide_topic", "move_topic", "merge_topic"}
    changes = {"set_topic_kind", "set_topic_language"}
    opened = always | changes | {"archive_topic"}
    assert names(topic, Standing(TopicState.OPEN)) == opened | {"lock_topic", "pin_topic"}
    locked = Standing(TopicState.LOCKED, pinned=True)
    assert names(topic, locked) == opened | {"unlock_topic", "unpin_topic"}
    assert names(topic, Standing(TopicState.HIDDEN)) == {"restore_topic", "pin_topic"}
    archived = always | {"unarchive_topic", "pin_topic"}
    assert names(topic, Standing(TopicState.ARCHIVED)) == archived
