"""What holds for every act that moderators can carry out, on each database."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from forum.core.permissions import GRANTS, Role
from forum.moderation.acts import ACTS, is_undoable
from forum.moderation.acts.base import Act
from forum.moderation.rules import TargetKind
from tests import factories
from tests.client import API, running
from tests.factories import prepared
from tests.forum.moderation.scene import WHY, Scene, build
from tests.services.databases import Databases

Json = dict[str, Any]
KEPT = (
    "post",
    "topic",
    "member",
    "sanction",
    "flag",
    "held_post",
    "space",
    "topic_tag",
    "translation",
    "live_participant",
)
"""Tables that an act may change, and its undoing puts back."""
NOT_PUT_BACK = {
    "version",
    "made_at",
    "became_id",
    "locked_at",
    "edited_at",
    "editor_id",
    "last_number",
    "branches",
}
"""Columns that count changes, or say when one was, by whom, and what it made."""


@dataclass(frozen=True)
class Case:
    """How an act comes to fit: fields, and acts before it (name, target, fields)."""

    fields: Mapping[str, Any] = field(default_factory=dict)
    before: tuple[tuple[str, str, Mapping[str, Any]], ...] = ()
    flagged: bool = False
    translated: bool = False
    by_machine: bool = False
    """Whether there is a translation that nobody has read over."""
    undoes: bool = False
    """Whether it is only there to undo the one before it."""


POST, HELD, TOPIC, MEMBER, PART = "post", "held", "topic", "member", "participant"
REQUEST, TEXT = "request", "text"
CASES: Mapping[str, Case] = {
    "restore_post": Case(before=(("hide_post", POST, {}),)),
    "dismiss_flags": Case(flagged=True),
    "reopen_flags": Case(before=(("dismiss_flags", POST, {}),), flagged=True, undoes=True),
    "hold_again": Case(before=(("decline_held", HELD, {}),), undoes=True),
    "reopen_request": Case(before=(("approve_request", REQUEST, {}),), undoes=True),
    "unlock_topic": Case(before=(("lock_topic", TOPIC, {}),)),
    "unpin_topic": Case(before=(("pin_topic", TOPIC, {}),)),
    "restore_topic": Case(before=(("hide_topic", TOPIC, {}),)),
    "edit_post": Case({"body": "Fine watches!", "language": "de"}),
    "split_topic": Case({"title": "Watches"}),
    "unsplit_topic": Case(before=(("split_topic", POST, {"title": "Watches"}),), undoes=True),
    "remove_translation": Case({"language": "de"}, translated=True),
    "restore_translation": Case(
        before=(("remove_translation", POST, {"language": "de"}),), translated=True, undoes=True
    ),
    "lock_translation": Case({"language": "de"}, translated=True),
    "unlock_translation": Case(
        {"language": "de"},
        before=(("lock_translation", POST, {"language": "de"}),),
        translated=True,
    ),
    "retranslate_post": Case({"language": "de"}, by_machine=True),
    "purge_translations": Case(translated=True),
    "lock_text": Case({"language": "de"}, translated=True),
    "unlock_text": Case(
        {"language": "de"}, before=(("lock_text", TEXT, {"language": "de"}),), translated=True
    ),
    "retranslate_text": Case({"language": "de"}, by_machine=True),
    "purge_text": Case(translated=True),
    "unarchive_topic": Case(before=(("lock_topic", TOPIC, {}), ("archive_topic", TOPIC, {}))),
    "move_topic": Case({"space": "elsewhere"}),
    "merge_topic": Case({"into": 1}),
    "unmerge_topic": Case(before=(("merge_topic", TOPIC, {"into": 1}),), undoes=True),
    "set_topic_kind": Case({"kind": "question"}),
    "set_topic_language": Case({"language": "fr"}),
    "mute_participant": Case({"minutes": 5}),
    "unmute_participant": Case(before=(("mute_participant", PART, {"minutes": 5}),)),
    "suspend_member": Case({"days": 3}),
    "lift_sanction": Case({"kind": "silence"}, before=(("silence_member", MEMBER, {"days": 2}),)),
    "renew_sanction": Case(
        before=(
            ("silence_member", MEMBER, {}),
            ("lift_sanction", MEMBER, {"kind": "silence"}),
        ),
        undoes=True,
    ),
}


@pytest.fixture
def scene(databases: Databases, tmp_path: Path) -> Iterator[Scene]:
    """A forum on each database; each act is tried in a topic, and on a member, of its own."""
    with databases.fresh(prepared) as url, running(url, tmp_path) as client:
        client.do(factories.space, "elsewhere")
        yield build(client)


def trials(scene: Scene) -> Iterator["Trial"]:
    """Every act, ready to be carried out."""
    for act in ACTS.values():
        yield Trial(scene.anew(), act)


class Trial:
    """One act in a scene, ready to be carried out."""

    def __init__(self, scene: Scene, act: type[Act]) -> None:
        self.scene, self.act, self.case = scene, act, CASES.get(act.name, Case())
        if self.case.flagged:
            scene.flag(scene.linh)
        target = scene.target(act.on)  # is made, if it is not there yet
        if self.case.translated or self.case.by_machine:
            name = target.removeprefix("text:")
            scene.translate("de", name, by_machine=self.case.by_machine)
        self.last = 0
        for name, kind, fields in self.case.before:
            self.last = self._carry_out(name, kind, fields)

    def _carry_out(self, name: str, kind: str, fields: Mapping[str, Any]) -> int:
        answer = self.scene.act(name, self.scene.target(TargetKind(kind)), fields=fields)
        assert answer.status_code == 200, answer.text
        return int(answer.json()["audit"]["id"])

    def send(self, **more: Any) -> Any:
        query = {"dry_run": "true"} if more.pop("dry_run", False) else {}
        headers = self.scene.as_program(more.pop("who", self.scene.olga))
        reason = more.pop("reason", WHY)
        if self.case.undoes:
            path, body = f"/admin/audit/{self.last}/undo", {"reason": reason}
        else:
            target = self.scene.target(self.act.on)
            fields = self.scene.fill(self.case.fields)
            path = "/admin/actions"
            body = {"act": self.act.name, "target": target, "reason": reason, "fields": fields}
        post: Callable[..., Any] = self.scene.client.post
        return post(f"{API}{path}", json=body, params=query, headers=headers)


def rows(scene: Scene, *, whole: bool = True) -> dict[str, dict[object, Json]]:
    """Every row of the tables that count, by its key."""
    left_out: set[str] = set() if whole else NOT_PUT_BACK
    return {
        table: {
            row.get("id", (row.get("subject"), row.get("language"), row.get("tag"))): {
                name: value for name, value in row.items() if name not in left_out
            }
            for row in stored
        }
        for table, stored in scene.tables(KEPT).items()
    }


def check_put_back(before: Json, after: Json, trial: Trial) -> None:
    """What is new stays: a sanction that is over, an emptied topic that is hidden."""
    for table in KEPT:
        if table != "sanction":
            found = {key: after[table].get(key) for key in before[table]}
            assert found == before[table], (trial.act.name, table)
    scene = trial.scene
    was = {row["id"] for row in scene.rows("sanction") if row["ended_at"] is None}
    assert was == scene.in_force_before, trial.act.name


def check_told(audit: Json, trial: Trial) -> None:
    """Whom an act is about reads of it in words, if it tells."""
    name, tells = trial.act.name, trial.act.tells
    assert bool(trial.act.told) == tells, name
    stored = trial.scene.rows("decision")
    told = [row["member_id"] for row in stored if row["audit_id"] == audit["id"]]
    assert told == [trial.scene.maria.member_id] * tells, name


def test_every_act_needs_its_permission_and_a_reason(scene: Scene) -> None:
    for trial in trials(scene):
        name, needs = trial.act.name, trial.act.needs
        assert needs in GRANTS[Role.MODERATOR] - GRANTS[Role.MEMBER], name
        before = rows(scene)
        refused = trial.send(who=scene.linh)
        assert (refused.status_code, refused.json()["code"]) == (403, "forbidden"), name
        refused = trial.send(reason="  ")
        assert refused.status_code == 422, name
        assert [one["pointer"] for one in refused.json()["errors"]] == ["#/reason"], name
        assert rows(scene) == before, name


def test_a_dry_run_answers_as_the_act_does_and_changes_nothing(scene: Scene) -> None:
    tables = (*KEPT, "audit_entry", "decision", "log_entry", "job")
    for trial in trials(scene):
        name = trial.act.name
        before = scene.tables(tables)
        rehearsed = trial.send(dry_run=True)
        assert rehearsed.status_code == 200, (name, rehearsed.text)
        assert scene.tables(tables) == before, name
        done = trial.send()
        assert done.status_code == 200, (name, done.text)
        assert (rehearsed.json()["dry_run"], rehearsed.json()["audit"]) == (True, None), name
        if trial.act.on != TargetKind.MEMBER:  # numbers and times of sanctions differ
            assert without_times(rehearsed) == without_times(done), name


def without_times(answer: Any) -> Json:
    """What changed, without the moment at which it did, and without the numbers of what is new."""
    changed: Json = answer.json()["changed"] or {}
    return {
        name: value
        for name, value in changed.items()
        if not name.endswith(("_at", "_until")) and name not in {"topic_id", "post_url"}
    }


def test_every_act_is_on_record_and_told_and_undone_as_if_it_had_not_been(scene: Scene) -> None:
    for trial in trials(scene):
        name = trial.act.name
        trial.scene.note_in_force()
        before = rows(scene, whole=False)
        done = trial.send()
        assert done.status_code == 200, (name, done.text)
        audit = done.json()["audit"]
        assert (audit["act"], audit["reason"]) == (name, WHY)
        assert scene.record(target=audit["target"])[0] == audit, name
        check_told(audit, trial)
        undone = scene.undo(audit["id"])
        if not is_undoable(name):
            assert (undone.status_code, undone.json()["code"]) == (409, "not_undoable"), name
            continue
        assert undone.status_code == 200, (name, undone.text)
        assert undone.json()["audit"]["undoes"] == audit["id"], name
        check_put_back(before, rows(scene, whole=False), trial)
        assert scene.undo(audit["id"]).status_code == 409, name


def test_what_the_form_of_an_act_asks_for_is_in_its_operation(scene: Scene) -> None:
    headers = scene.as_program(scene.olga)
    kinds = scene.client.get(f"{API}/admin/acts", headers=headers).json()
    found = {one["name"]: one for one in kinds}
    for name, act in ACTS.items():
        assert {ask.name for ask in act.asks} <= set(found[name]["fields"]["properties"]), name
        if act.in_menus:
            asked = {ask.name for ask in act.asks if ask.needed}
            assert set(found[name]["fields"]["required"]) <= asked, name
        assert (found[name]["on"], found[name]["permission"]) == (act.on, act.needs), name
