"""What holds for every act that moderators can carry out, on each database."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import pytest
from httpx2 import Response

from forum.core.permissions import GRANTS, Role
from forum.moderation.acts import ACTS, is_undoable
from forum.moderation.acts.base import Act
from forum.moderation.rules import TargetKind
from forum.schema import metadata
from tests import factories
from tests.client import API, running
from tests.factories import prepared
from tests.forum.moderation.scene import WHY, Scene, build
from tests.services.databases import Databases
from tests.services.fixtures import KINDS

Json = dict[str, Any]
Tables: TypeAlias = Mapping[str, list[Json]]
Change: TypeAlias = tuple[Json | None, Json | None]
"""A row as it was and as it is; `None` where it is not there."""
Changes: TypeAlias = dict[str, list[Change]]
"""By table, if there are any."""
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
WATCHED = (*KEPT, "audit_entry", "decision", "log_entry", "job")
"""Tables that neither a refusal nor a dry run changes."""
KEYS = {table.name: table.primary_key.columns.keys() for table in metadata().sorted_tables}
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


@pytest.fixture(scope="module", params=KINDS)
def scene(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Scene]:
    """A forum on each database; each act is tried in a topic, and on a member, of its own."""
    databases: Databases = request.getfixturevalue(f"{request.param}_databases")
    folder = tmp_path_factory.mktemp("acts")
    with databases.fresh(prepared) as url, running(url, folder) as client:
        client.do(factories.space, "elsewhere")
        yield build(client)


@pytest.fixture(scope="module")
def trials(scene: Scene) -> list["Trial"]:
    """Every act, tried once: making what it fits takes longer than trying it."""
    made = [Trial(scene.anew(), act) for act in ACTS.values()]
    for trial in made:
        trial.run()
    return made


class Trial:
    """One act in a scene, ready to be tried, and what became of it.

    Attributes:
        forbidden, unreasoned: answers to a member, and to a moderator who gives no reason.
        by_refusals, by_rehearsal: what changed meanwhile.
        rehearsed, done: answers to a dry run, and to the act itself.
        on_record, told: the newest entry about its target, and who is told of it.
        undone, undone_again: answers to its undoing.
        left: what changed by the act and its undoing.
    """

    forbidden: Response
    unreasoned: Response
    by_refusals: Changes
    by_rehearsal: Changes
    rehearsed: Response
    done: Response
    on_record: Json
    told: list[int]
    undone: Response
    undone_again: Response
    left: Changes

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

    def run(self) -> None:
        """Try it in each way; only the act itself comes with a change."""
        scene, before = self.scene, self.scene.tables(WATCHED)
        self.forbidden, self.unreasoned = self.send(who=scene.linh), self.send(reason="  ")
        refused = scene.tables(WATCHED)
        self.by_refusals = changes(before, refused)
        self.rehearsed = self.send(dry_run=True)
        rehearsed = scene.tables(WATCHED)
        self.by_rehearsal = changes(refused, rehearsed)
        self.done = self.send()
        if self.done.status_code != 200:
            return
        self.on_record = scene.record(target=self.audit["target"])[0]
        decisions = scene.rows("decision")
        self.told = [row["member_id"] for row in decisions if row["audit_id"] == self.audit["id"]]
        self.undone = scene.undo(self.audit["id"])
        self.left = changes(rehearsed, scene.tables(WATCHED))
        self.undone_again = scene.undo(self.audit["id"])

    @property
    def audit(self) -> Json:
        """The entry of the record that it made."""
        found: Json = self.done.json()["audit"]
        return found

    def send(self, **more: Any) -> Response:
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
        return self.scene.client.post(f"{API}{path}", json=body, params=query, headers=headers)


def changes(before: Tables, after: Tables) -> Changes:
    """What is other than it was."""
    return {
        table: found
        for table, rows in before.items()
        if rows != after[table] and (found := _changed(table, rows, after[table]))
    }


def _changed(table: str, before: list[Json], after: list[Json]) -> list[Change]:
    was, now = _by_key(table, before), _by_key(table, after)
    keys = {**was, **now}
    return [(was.get(key), now.get(key)) for key in keys if was.get(key) != now.get(key)]


def _by_key(table: str, rows: list[Json]) -> dict[object, Json]:
    key = KEYS[table]
    return {tuple(row[name] for name in key): row for row in rows}


def lasting(row: Json | None) -> Json:
    """What of a row is put back."""
    return {name: value for name, value in (row or {}).items() if name not in NOT_PUT_BACK}


def is_in_force(sanction: Json | None) -> bool:
    return sanction is not None and sanction["ended_at"] is None


def check_put_back(trial: Trial) -> None:
    """What is new stays: a sanction that is over, an emptied topic that is hidden."""
    for table in KEPT:
        for was, now in trial.left.get(table, ()):
            if table == "sanction":
                assert is_in_force(was) == is_in_force(now), trial.act.name
            elif was is not None:
                assert lasting(now) == lasting(was), (trial.act.name, table)


def test_every_act_needs_its_permission_and_a_reason(trials: list[Trial]) -> None:
    for trial in trials:
        name, needs = trial.act.name, trial.act.needs
        assert needs in GRANTS[Role.MODERATOR] - GRANTS[Role.MEMBER], name
        refused = trial.forbidden
        assert (refused.status_code, refused.json()["code"]) == (403, "forbidden"), name
        refused = trial.unreasoned
        assert refused.status_code == 422, name
        assert [one["pointer"] for one in refused.json()["errors"]] == ["#/reason"], name
        assert trial.by_refusals == {}, name


def test_a_dry_run_answers_as_the_act_does_and_changes_nothing(trials: list[Trial]) -> None:
    for trial in trials:
        name, rehearsed, done = trial.act.name, trial.rehearsed, trial.done
        assert rehearsed.status_code == 200, (name, rehearsed.text)
        assert trial.by_rehearsal == {}, name
        assert done.status_code == 200, (name, done.text)
        assert (rehearsed.json()["dry_run"], rehearsed.json()["audit"]) == (True, None), name
        if trial.act.on != TargetKind.MEMBER:  # numbers and times of sanctions differ
            assert without_times(rehearsed) == without_times(done), name


def without_times(answer: Response) -> Json:
    """What changed, without the moment at which it did, and without the numbers of what is new."""
    changed: Json = answer.json()["changed"] or {}
    return {
        name: value
        for name, value in changed.items()
        if not name.endswith(("_at", "_until")) and name not in {"topic_id", "post_url"}
    }


def test_every_act_is_on_record_and_told_and_undone_as_if_it_had_not_been(
    trials: list[Trial],
) -> None:
    for trial in trials:
        name, tells = trial.act.name, trial.act.tells
        assert trial.done.status_code == 200, (name, trial.done.text)
        assert (trial.audit["act"], trial.audit["reason"]) == (name, WHY)
        assert trial.on_record == trial.audit, name
        # Whom an act is about reads of it in words, if it tells.
        assert bool(trial.act.told) == tells, name
        assert trial.told == [trial.scene.maria.member_id] * tells, name
        undone = trial.undone
        if not is_undoable(name):
            assert (undone.status_code, undone.json()["code"]) == (409, "not_undoable"), name
            continue
        assert undone.status_code == 200, (name, undone.text)
        assert undone.json()["audit"]["undoes"] == trial.audit["id"], name
        check_put_back(trial)
        assert trial.undone_again.status_code == 409, name


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
