"""Who may use each operation of the API: whoever adds one says it here."""

from collections.abc import Mapping

from forum.core.permissions import Permission
from tests.permissions.rules import Kind, Rule
from tests.permissions.saying import ANYONE, MEMBER, may, member, own_or, somewhere, untried

May = Permission
WHY = "Because of this."
LEVEL = {"level": "watch"}

ACCOUNTS: Mapping[str, Rule] = {
    "show_me": MEMBER,
    "change_me": member(bio="A few words."),
    "show_member": ANYONE,
    "show_second_factors": MEMBER,
    "list_sign_ins": MEMBER,
    "end_sign_in": untried(MEMBER),
    "end_sign_ins": MEMBER,
    "list_tokens": MEMBER,
    "make_token": member(name="Another", scopes=["write"]),
    "revoke_token": MEMBER,
    "request_export": untried(MEMBER),
    "show_export": MEMBER,
    "list_accounts": may(May.MEMBER_MANAGE),
    "show_account": may(May.MEMBER_MANAGE),
    "change_role": may(May.MEMBER_MANAGE, role="moderator", reason=WHY),
    "resend_verification": untried(may(May.MEMBER_MANAGE)),
    "close_account": may(May.MEMBER_MANAGE, reason=WHY),
    "list_roles": may(May.ROLE_MANAGE),
    "make_role": may(May.ROLE_MANAGE, word="desk", name="Desk", permissions=["flag:resolve"]),
    "edit_role": may(May.ROLE_MANAGE, name="Another desk"),
    "remove_role": may(May.ROLE_MANAGE),
    "list_role_grants": may(May.ROLE_MANAGE),
    "give_role": may(May.ROLE_MANAGE, who="nadja", role="moderator", space="open"),
    "take_role": may(May.ROLE_MANAGE),
    "explain_permissions": may(May.MEMBER_READ),
}
READING: Mapping[str, Rule] = {
    "list_spaces": ANYONE,
    "get_space": ANYONE,
    "find_posts": ANYONE,
    "suggest": ANYONE,
    "list_topics": ANYONE,
    "get_topic": ANYONE,
    "list_posts": ANYONE,
    "get_post": ANYONE,
    "list_revisions": ANYONE,
    "get_translation": untried(ANYONE),
    "list_suggestions": may(May.TRANSLATION_CORRECT),
    "get_reading": MEMBER,
    "suggest_members": MEMBER,
    "suggest_tags": ANYONE,
    "list_resources": ANYONE,
    "list_held": MEMBER,
    "get_held": MEMBER,
    "list_drafts": MEMBER,
    "get_draft": untried(MEMBER),
    "list_bookmarks": MEMBER,
    "list_notifications": MEMBER,
    "get_mail_settings": MEMBER,
    "list_subscriptions": MEMBER,
    "list_uploads": MEMBER,
    "read_upload_row": untried(ANYONE),
}
WRITING: Mapping[str, Rule] = {
    "start_topic": may(May.TOPIC_START, Kind.SPACE, space="{key}", title="A title", body="Words."),
    "change_topic": own_or(May.POST_EDIT_ANY, title="Another title"),
    "reply": may(May.POST_REPLY, body="An answer."),
    "edit_post": own_or(May.POST_EDIT_ANY, body="Other words."),
    "delete_post": own_or(May.POST_HIDE),
    "correct_translation": may(May.TRANSLATION_CORRECT, body="Andere Worte."),
    "translation_coverage": may(May.GLOSSARY_MANAGE),
    "correct_title": untried(may(May.TRANSLATION_CORRECT, body="Anderer Titel")),
    "report_translation": untried(may(May.TRANSLATION_CORRECT)),
    "report_title": untried(may(May.TRANSLATION_CORRECT)),
    "say_language": untried(may(May.TRANSLATION_CORRECT, language="ga")),
    "list_translation_history": ANYONE,
    "list_proposals": may(May.TRANSLATION_CORRECT),
    "get_proposal": untried(may(May.TRANSLATION_CORRECT)),
    "decide_proposal": untried(may(May.TRANSLATION_CORRECT, outcome="approve")),
    "undo_decision": untried(may(May.TRANSLATION_CORRECT)),
    "withdraw_proposal": untried(may(May.TRANSLATION_CORRECT)),
    "accept_answer": own_or(May.TOPIC_MODERATE),
    "reject_answer": own_or(May.TOPIC_MODERATE),
    "react": may(May.POST_REPLY),
    "take_back_reaction": may(May.POST_REPLY),
    "set_reading": member(last_read=1),
    "preview_post": may(May.POST_REPLY, body="Words."),
    "withdraw_held": untried(MEMBER),
    "save_draft": member(body="Words."),
    "discard_draft": MEMBER,
    "save_bookmark": member(note="To read again."),
    "remove_bookmark": MEMBER,
    "flag_post": may(May.POST_FLAG, reason="spam"),
    "read_notifications": member(ids=[]),
    "set_mail_settings": member(direct="daily"),
    "follow_topic": member(**LEVEL),
    "unfollow_topic": MEMBER,
    "await_translation": MEMBER,
    "forget_translation": MEMBER,
    "follow_space": member(**LEVEL),
    "unfollow_space": MEMBER,
    "follow_tag": member(**LEVEL),
    "unfollow_tag": MEMBER,
    "create_upload": untried(may(May.UPLOAD_ADD)),
    "delete_upload": untried(may(May.UPLOAD_ADD)),
    "list_decisions": MEMBER,
    "appeal": untried(member(text="It was not so.")),
}
SPACES: Mapping[str, Rule] = {
    "make_space": may(May.SPACE_MANAGE, slug="third", name="A third"),
    "change_space": may(May.SPACE_MANAGE, name="Another name"),
    "get_space_translation": may(May.SPACE_MANAGE),
    "list_space_members": may(May.SPACE_ADMIT),
    "add_space_member": may(May.SPACE_ADMIT),
    "remove_space_member": untried(may(May.SPACE_ADMIT)),
}
MODERATION: Mapping[str, Rule] = {
    "list_acts": may(May.FLAG_RESOLVE),
    "carry_out": may(May.POST_HIDE, Kind.POST, act="hide_post", target="post:{key}", reason=WHY),
    "undo": may(May.AUDIT_READ, reason=WHY),
    "list_audit": may(May.AUDIT_READ),
    "export_audit": may(May.AUDIT_READ),
    "list_queue": somewhere(May.FLAG_RESOLVE),
    "claim_case": may(May.FLAG_RESOLVE),
    "release_case": may(May.FLAG_RESOLVE),
    "list_flags": somewhere(May.FLAG_RESOLVE),
    "claim_flag": may(May.FLAG_RESOLVE),
    "release_flag": may(May.FLAG_RESOLVE),
    "moderation_statistics": somewhere(May.FLAG_RESOLVE),
    "list_waiting": somewhere(May.FLAG_RESOLVE),
    "list_members": may(May.MEMBER_READ),
    "get_member_standing": may(May.MEMBER_READ),
    "list_sanctions": may(May.MEMBER_READ),
    "add_sanction": may(May.MEMBER_SANCTION, member_id="{member_id}", kind="silence", reason=WHY),
    "lift_sanction": may(May.MEMBER_SANCTION, reason=WHY),
    "list_appeals": may(May.FLAG_RESOLVE),
    "decide_appeal": untried(may(May.FLAG_RESOLVE, outcome="kept", answer=WHY)),
    "give_xliff": may(May.TRANSLATION_CORRECT),
    "take_xliff": untried(may(May.TRANSLATION_CORRECT)),
    "give_memory": may(May.GLOSSARY_MANAGE),
    "take_memory": untried(may(May.GLOSSARY_MANAGE)),
    "retranslate": untried(may(May.GLOSSARY_MANAGE)),
    "list_terms": may(May.GLOSSARY_MANAGE),
    "take_terms": untried(may(May.GLOSSARY_MANAGE)),
    "give_terms": may(May.GLOSSARY_MANAGE),
    "add_term": may(May.GLOSSARY_MANAGE, source="en", target="de", term="MOOC", translation="MOOC"),
    "change_term": untried(may(May.GLOSSARY_MANAGE, note="A note.")),
    "remove_term": untried(may(May.GLOSSARY_MANAGE)),
}
WORDS: Mapping[str, Rule] = {
    "list_words": somewhere(May.FLAG_RESOLVE),
    "add_word": may(May.FLAG_RESOLVE, word="watches", consequence="hold"),
    "change_word": untried(may(May.FLAG_RESOLVE, consequence="hint")),
    "remove_word": untried(may(May.FLAG_RESOLVE)),
}
WEBHOOK = {"name": "Ours", "url": "https://example.org/hook", "events": ["post.added"]}
WEBHOOKS: Mapping[str, Rule] = {
    "list_webhooks": may(May.WEBHOOK_MANAGE),
    "make_webhook": may(May.WEBHOOK_MANAGE, **WEBHOOK),
    **dict.fromkeys(
        (
            *("show_webhook", "change_webhook", "remove_webhook", "rotate_webhook_secret"),
            *("ping_webhook", "replay_delivery", "list_deliveries"),
        ),
        untried(may(May.WEBHOOK_MANAGE)),
    ),
    "replay_webhook": untried(may(May.WEBHOOK_MANAGE, since="2026-11-01T00:00:00Z")),
}
JOINING: Mapping[str, Rule] = {
    "show_site": ANYONE,
    "show_settings": may(May.SITE_MANAGE),
    "change_settings": untried(may(May.SITE_MANAGE, name="Another name")),
    "list_texts": may(May.SITE_MANAGE),
    "write_text": untried(may(May.SITE_MANAGE, text="Welcome.")),
    "remove_text": untried(may(May.SITE_MANAGE)),
    "write_space_texts": untried(may(May.SPACE_MANAGE, name="Ein Name")),
    "remove_space_texts": untried(may(May.SPACE_MANAGE)),
    "list_registrations": may(May.MEMBER_MANAGE),
    "approve_registration": untried(may(May.MEMBER_MANAGE)),
    "decline_registration": untried(may(May.MEMBER_MANAGE, reason=WHY)),
    "list_invitations": may(May.MEMBER_INVITE),
    "invite": may(May.MEMBER_INVITE, language="en", addresses=["zoe@example.org"]),
    "send_invitation_again": untried(may(May.MEMBER_INVITE)),
    "revoke_invitation": untried(may(May.MEMBER_INVITE)),
    "accept_invitation": untried(member(word="x" * 43)),
}
MANY = {"act": "hide_post", "reason": WHY, "query": {"author": "nadja"}}
BULK: Mapping[str, Rule] = {
    "list_runs": somewhere(May.FLAG_RESOLVE),
    "show_run": untried(somewhere(May.FLAG_RESOLVE)),
    "act_on_many": untried(somewhere(May.FLAG_RESOLVE, **MANY)),
    "undo_run": untried(somewhere(May.FLAG_RESOLVE, reason=WHY)),
    "hint_statistics": may(May.FLAG_RESOLVE),
}
MANDATE = {"who": "nadja", "capacity": "observer"}
DELEGATIONS: Mapping[str, Rule] = {
    "list_delegations": ANYONE,
    "get_delegation": untried(ANYONE),
    "make_delegation": may(May.DELEGATION_MANAGE, slug="lv", kind="partner", partner="LV"),
    "change_delegation": untried(may(May.DELEGATION_MANAGE, closed=True)),
    "list_mandates": untried(MEMBER),
    "give_mandate": untried(may(May.DELEGATION_MANAGE, **MANDATE)),
    "end_mandate": untried(may(May.DELEGATION_MANAGE)),
    "list_organisations": ANYONE,
    "get_organisation": untried(ANYONE),
    "make_organisation": may(May.DELEGATION_MANAGE, name="A school", kind="school"),
    "change_organisation": untried(may(May.DELEGATION_MANAGE, name="Another school")),
}
SESSIONS: Mapping[str, Rule] = {
    "read_room": untried(ANYONE),  # the sessions that they follow
}
POLL = {"title": "A poll", "language": "en", "method": "straw", "voters": "members"}
DECISIONS: Mapping[str, Rule] = {
    "list_space_polls": ANYONE,
    "list_session_polls": untried(ANYONE),
    "propose_session_poll": untried(member(**{**POLL, "method": "consensus", "text": "Words."})),
    "propose_space_poll": may(May.TOPIC_MODERATE, **POLL, electors=["maria"]),
    **dict.fromkeys(("get_poll", "recount_poll", "list_receipts"), untried(ANYONE)),
    **dict.fromkeys(("open_poll", "withdraw_poll"), untried(MEMBER)),
    "close_poll": untried(member(present=1)),
    "cast_for_chair": untried(member(in_favour=True)),
    "cast_ballot": untried(member(choice="yes")),
    **dict.fromkeys(
        ("object_to_poll", "reserve_on_poll", "explain_vote"),
        untried(member(words="Because.", language="en", version=1)),
    ),
    "amend_poll": untried(member(text="Words.", version=1, deadline="2040-01-01T00:00:00Z")),
}
FLOOR: Mapping[str, Rule] = {
    "get_speakers": untried(ANYONE),
    "get_speaker": untried(ANYONE),
    "list_motions": untried(ANYONE),
    "move_motion": untried(member(kind="suspend_meeting")),
    "act_on_motion": untried(member(act="withdraw")),
    "ask_for_floor": untried(member(kind="statement")),
    "act_on_speaker": untried(member(act="withdraw", expected="listed")),
    "put_statement": untried(member(text="Thank you, Chair.")),
    "put_list": untried(member(state="open", expected="closed")),
}
"""What somebody may in a session is said by their part; see `tests/forum/live`."""
TIMES = {"starts_at": "2027-01-11T09:00:00Z", "ends_at": "2027-01-11T11:00:00Z"}
HOSTING: Mapping[str, Rule] = {
    "list_sessions": ANYONE,
    "make_session": may(May.SESSION_MANAGE, title="A session", language="en", **TIMES),
    **dict.fromkeys(("get_session", "list_agenda"), untried(ANYONE)),
    **dict.fromkeys(("change_session", "remove_agenda_item"), untried(MEMBER)),
    "step_session": untried(member(expected="draft", to="announced")),
    "add_agenda_item": untried(member(title="An item")),
    "change_agenda_item": untried(member(title="Another item")),
    "open_agenda_item": untried(member(item_id=None)),
    "list_participants": untried(ANYONE),
    "list_requests": untried(MEMBER),
    "ask_to_take_part": untried(member(part="observer")),
    "invite_participant": untried(member(who="nadja", part="observer")),
    "decide_request": untried(member(state="approved")),
    "withdraw_request": untried(member(reason=WHY)),
    "mute_participant": untried(member(minutes=5)),
}
"""What somebody may in a session is said by their part; see `tests/forum/live`."""
LINE = {"text": "Good morning."}
TALK: Mapping[str, Rule] = {
    **dict.fromkeys(
        (
            *("list_chat", "list_questions", "get_question", "show_session_reactions"),
            *(
                "list_captions",
                "list_caption_languages",
                "get_caption",
                "get_record",
                "get_transcript",
            ),
            *("get_summary_record", "get_record_paragraph"),
        ),
        untried(ANYONE),
    ),
    **dict.fromkeys(
        (
            *("remove_from_chat", "vote_for_question", "take_back_question_vote"),
            *("remove_question", "hand_over_session"),
        ),
        untried(MEMBER),
    ),
    **dict.fromkeys(("say_in_chat", "ask_question", "answer_question"), untried(member(**LINE))),
    **dict.fromkeys(("add_record_paragraph", "propose_record_correction"), untried(member(**LINE))),
    "edit_record_paragraph": untried(member(version=1, **LINE)),
    "decide_record_correction": untried(member(take=True, version=1)),
    "set_correction_window": untried(member(until="2026-12-01T12:00:00Z")),
    "dismiss_question": untried(member(reason=WHY)),
    "merge_question": untried(member(into=7)),
    "react_in_session": untried(member(name="applause")),
    "correct_caption": untried(member(**LINE)),
    "write_caption": untried(member(key="1", language="en", **LINE)),
}
"""What somebody may in a session is said by their part; see `tests/forum/live`."""
OPERATIONS: Mapping[str, Rule] = {
    **FLOOR,
    **HOSTING,
    **ACCOUNTS,
    **READING,
    **WRITING,
    **SPACES,
    **MODERATION,
    **WORDS,
    **WEBHOOKS,
    **JOINING,
    **BULK,
    **DELEGATIONS,
    **SESSIONS,
    **DECISIONS,
    **TALK,
}
