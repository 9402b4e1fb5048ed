"""By which operations a program does what a form on a page does: each form is written down here."""

from collections.abc import Mapping, Sequence

_ACCOUNT = "/admin/accounts/{member_id:int}"
_HOOK = "/admin/webhooks/{webhook_id:int}"
_POST = "/p/{post_id:int}"
_DELEGATION = "/delegations/{slug}"
_SESSION = "/sessions/{session_id:int}"
_PARAGRAPH = f"{_SESSION}/record/paragraphs/{{paragraph_id:int}}"
_FLOOR = f"{_SESSION}/floor/{{item_id:int}}"
_QUESTION = f"{_SESSION}/questions/{{question_id:int}}"

WRITING: Mapping[str, Sequence[str]] = {
    f"{_POST}/accept": ("accept_answer", "reject_answer"),
    f"{_POST}/await/{{language}}": ("await_translation", "forget_translation"),
    f"{_POST}/delete": ("delete_post",),
    f"{_POST}/edit": ("edit_post", "change_topic"),
    f"{_POST}/flag": ("flag_post",),
    f"{_POST}/keep": ("save_bookmark", "remove_bookmark"),
    f"{_POST}/react": ("react", "take_back_reaction"),
    f"{_POST}/reply": ("reply",),
    "/t/{topic_id:int}/reply": ("reply",),
    "/t/{topic_id:int}/resource/edit": ("change_topic",),
    "/t/{topic_id:int}/follow": ("follow_topic", "unfollow_topic"),
    "/s/{slug}/follow": ("follow_space", "unfollow_space"),
    "/s/{slug}/new": ("start_topic",),
    "/s/{slug}/share": ("start_topic",),
    "/held/{held_id:int}/withdraw": ("withdraw_held",),
    "/drafts/discard": ("discard_draft",),
    "/t/{topic_id:int}/xliff/{language}": ("take_xliff",),
    "/moderation/memory": ("take_memory",),
    "/s/{slug}/settings/memory": ("take_memory",),
    f"{_POST}/language": ("say_language",),
    f"{_POST}/translations/{{language}}": ("correct_translation",),
    f"{_POST}/translations/{{language}}/wrong": ("report_translation",),
    "/t/{topic_id:int}/translations/{language}": ("correct_title",),
    "/t/{topic_id:int}/translations/{language}/wrong": ("report_title",),
    "/translate/{proposal_id:int}": ("decide_proposal", "undo_decision", "withdraw_proposal"),
    "/uploads/new": ("create_upload",),
    "/uploads/remove": ("delete_upload",),
    "/notifications/read": ("read_notifications",),
}
OWN: Mapping[str, Sequence[str]] = {
    "/settings": ("change_me",),
    "/settings/data": ("request_export",),
    "/settings/notifications": ("set_mail_settings",),
    "/settings/notifications/drop": ("unfollow_topic", "unfollow_space", "unfollow_tag"),
    "/settings/notifications/tags": ("follow_tag",),
    "/settings/sign-ins/end-others": ("end_sign_ins",),
    "/settings/sign-ins/{sign_in_id:int}/end": ("end_sign_in",),
    "/settings/tokens": ("make_token",),
    "/settings/tokens/{token_id:int}/revoke": ("revoke_token",),
    "/decisions/{audit_id:int}": ("appeal",),
    "/invitation/{word}/accept": ("accept_invitation",),
}
MODERATION: Mapping[str, Sequence[str]] = {
    f"{_POST}/moderate": ("carry_out",),
    "/t/{topic_id:int}/moderate": ("carry_out",),
    "/held/{held_id:int}/moderate": ("carry_out",),
    "/moderation/requests/{request_id:int}": ("carry_out",),
    "/moderation/members/{member_id:int}/moderate": ("carry_out", "add_sanction", "lift_sanction"),
    "/moderation/participants/{participant_id:int}": ("carry_out",),
    "/moderation/appeals/{audit_id:int}": ("decide_appeal",),
    "/moderation/audit/{audit_id:int}/undo": ("undo",),
    "/moderation/bulk": ("act_on_many",),
    "/moderation/bulk/{run_id:int}/undo": ("undo_run",),
    "/moderation/cases/{case_id:int}/claim": ("claim_case",),
    "/moderation/cases/{case_id:int}/release": ("release_case",),
    "/moderation/glossary": ("add_term", "change_term"),
    "/moderation/glossary/remove": ("remove_term",),
    "/moderation/glossary/stale": ("retranslate",),
    "/moderation/translations/stale": ("retranslate",),
    "/moderation/words": ("add_word", "change_word"),
    "/moderation/words/remove": ("remove_word",),
    "/s/{slug}/members": ("add_space_member",),
    "/s/{slug}/members/remove": ("remove_space_member",),
}
ADMINISTRATION: Mapping[str, Sequence[str]] = {
    f"{_ACCOUNT}/close": ("close_account",),
    f"{_ACCOUNT}/role": ("change_role",),
    f"{_ACCOUNT}/verification": ("resend_verification",),
    "/admin/invitations": ("invite",),
    "/admin/invitations/{invitation_id:int}/again": ("send_invitation_again",),
    "/admin/invitations/{invitation_id:int}/revoke": ("revoke_invitation",),
    "/admin/registrations/{member_id:int}/approve": ("approve_registration",),
    "/admin/registrations/{member_id:int}/decline": ("decline_registration",),
    "/admin/roles/give": ("give_role",),
    "/admin/roles/new": ("make_role",),
    "/admin/roles/take/{grant_id:int}": ("take_role",),
    "/admin/roles/{word}": ("edit_role",),
    "/admin/roles/{word}/remove": ("remove_role",),
    "/admin/settings": ("change_settings",),
    "/admin/settings/texts/{kind}/{language}": ("write_text", "remove_text"),
    "/admin/webhooks": ("make_webhook",),
    _HOOK: ("change_webhook",),
    f"{_HOOK}/ping": ("ping_webhook",),
    f"{_HOOK}/remove": ("remove_webhook",),
    f"{_HOOK}/replay": ("replay_webhook",),
    f"{_HOOK}/replay/{{delivery_id:int}}": ("replay_delivery",),
    f"{_HOOK}/secret": ("rotate_webhook_secret",),
    "/spaces/new": ("make_space",),
    "/s/{slug}/settings": ("change_space",),
    "/s/{slug}/settings/texts/{language}": ("write_space_texts", "remove_space_texts"),
    "/delegations/new": ("make_delegation",),
    "/delegations/partners": ("make_delegation",),  # once for each partner that has none
    f"{_DELEGATION}/settings": ("change_delegation",),
    f"{_DELEGATION}/mandates": ("give_mandate",),
    f"{_DELEGATION}/mandates/{{mandate_id:int}}/end": ("end_mandate",),
    "/organisations/new": ("make_organisation",),
    "/organisations/{organisation_id:int}/settings": ("change_organisation",),
}
LIVE: Mapping[str, Sequence[str]] = {
    "/sessions/new": ("make_session",),
    f"{_SESSION}/settings": ("change_session",),
    f"{_SESSION}/rules": ("change_session",),
    f"{_SESSION}/motions": ("move_motion",),
    f"{_SESSION}/motions/{{motion_id:int}}": ("act_on_motion",),
    f"{_SESSION}/step": ("step_session",),
    f"{_SESSION}/agenda": ("add_agenda_item",),
    f"{_SESSION}/agenda/open": ("open_agenda_item",),
    f"{_SESSION}/agenda/{{item_id:int}}": ("change_agenda_item",),
    f"{_SESSION}/agenda/{{item_id:int}}/remove": ("remove_agenda_item",),
    f"{_SESSION}/captions/desk": ("write_caption",),
    f"{_SESSION}/chat": ("say_in_chat",),
    f"{_SESSION}/chat/{{line_id:int}}/remove": ("remove_from_chat",),
    f"{_SESSION}/reactions": ("react_in_session",),
    f"{_SESSION}/record/hand-over": ("hand_over_session",),
    f"{_PARAGRAPH}": ("edit_record_paragraph",),
    f"{_PARAGRAPH}/next": ("add_record_paragraph",),
    f"{_PARAGRAPH}/corrections": ("propose_record_correction",),
    f"{_PARAGRAPH}/corrections/{{correction_id:int}}": ("decide_record_correction",),
    f"{_SESSION}/record/window": ("set_correction_window",),
    f"{_SESSION}/take-part": ("ask_to_take_part",),
    f"{_SESSION}/take-part/{{participant_id:int}}/leave": ("withdraw_request",),
    f"{_SESSION}/participants": ("ask_to_take_part",),
    f"{_SESSION}/participants/{{participant_id:int}}/decide": ("decide_request",),
    f"{_SESSION}/participants/{{participant_id:int}}/dismiss": ("withdraw_request",),
    f"{_SESSION}/participants/{{participant_id:int}}/mute": ("mute_participant",),
    _FLOOR: ("ask_for_floor",),
    f"{_FLOOR}/list": ("put_list",),
    f"{_FLOOR}/slots/{{slot_id:int}}": ("act_on_speaker",),
    f"{_FLOOR}/slots/{{slot_id:int}}/statement": ("put_statement",),
    f"{_SESSION}/questions": ("ask_question",),
    f"{_QUESTION}/answer": ("answer_question",),
    f"{_QUESTION}/dismiss": ("dismiss_question",),
    f"{_QUESTION}/merge": ("merge_question",),
    f"{_QUESTION}/remove": ("remove_question",),
    f"{_QUESTION}/vote": ("vote_for_question",),
    f"{_QUESTION}/unvote": ("take_back_question_vote",),
}
DECISIONS: Mapping[str, Sequence[str]] = {
    "/polls/receipts/{poll_id:int}": ("list_receipts",),
    "/s/{slug}/polls/new": ("propose_space_poll",),
    "/sessions/{session_id:int}/polls/new": ("propose_session_poll",),
    "/polls/{poll_id:int}/{deed}": (
        *("open_poll", "withdraw_poll", "close_poll", "cast_for_chair", "cast_ballot"),
        *("object_to_poll", "reserve_on_poll", "explain_vote", "amend_poll"),
    ),
}
OPERATIONS_OF: Mapping[str, Sequence[str]] = {
    **WRITING,
    **OWN,
    **MODERATION,
    **ADMINISTRATION,
    **LIVE,
    **DECISIONS,
}

ALONE: Mapping[str, Sequence[str]] = {
    "makes or ends what programs are let in by, or proves who is at a browser": (
        *("/sign-in", "/sign-in/passkey", "/sign-in/second", "/sign-in/second/passkey"),
        *("/sign-out", "/confirm", "/confirm/passkey", "/reset", "/reset/{word}"),
        *("/settings/security/app", "/settings/security/app/remove", "/settings/security/codes"),
        *("/settings/security/passkeys", "/settings/security/passkeys/{passkey_id:int}/remove"),
        "/settings/security/identities/{identity_id:int}/remove",
        *("/sessions/calendar", "/sessions/calendar/revoke"),  # an address that programs read by
    ),
    "makes, moves or ends an account, which only its person does": (
        *("/register", "/registration", "/registration/withdraw", "/invitation/{word}"),
        *("/settings/address", "/settings/leave"),
    ),
    "follows a link in a mail, which stands for its person": (
        *("/address/{word}", "/prove/{word}", "/stay/{word}", "/unsubscribe/{word}"),
        *("/decisions/of/{word}", "/settings/notifications/prove"),
    ),
    "is about the browser alone": ("/language",),
}
"""Forms that no operation stands for, by the reason."""
