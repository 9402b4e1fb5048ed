"""Who may open each page and send each form: whoever adds one says it here."""

from collections.abc import Mapping

from forum.core.permissions import Permission
from tests.permissions.rules import Rule
from tests.permissions.saying import ANYONE, MEMBER, may, member, own_or, somewhere, untried

May = Permission
WHY = "Because of this."
CARD = {
    "url": "https://example.org/course",
    "type": "course",
    "languages": "en",
    "licence": "CC-BY-4.0",
}
SPACE = {"name": "A third", "language": "en", "access": "public", "engines": "any"}

OPEN: Mapping[str, Rule] = dict.fromkeys(
    (
        *("GET /", "GET /language", "GET /library", "GET /library/feed.json", "GET /m/{handle}"),
        *("GET /manifest.webmanifest", "GET /offline", "GET /p/{post_id:int}", "GET /register"),
        *("GET /p/{post_id:int}/branch", "GET /p/{post_id:int}/fragment", "GET /reset"),
        *("GET /p/{post_id:int}/revisions", "GET /s/{slug}", "GET /s/{slug}/feed.atom"),
        *("GET /search", "GET /sign-in", "GET /static/{path:path}", "GET /sw.js"),
        *("GET /t/{topic_id:int}", "GET /t/{topic_id:int}/feed.atom"),
        "GET /t/{topic_id:int}/{slug}",
    ),
    ANYONE,
)
# What asks for a password, a passkey, a code, or a word from a mail that nobody here has.
SIGNING_IN: Mapping[str, Rule] = dict.fromkeys(
    (
        *("GET /address/{word}", "GET /decisions/of/{word}", "GET /demo/mailbox"),
        *("GET /prove/{word}", "GET /reset/{word}", "GET /sign-in/second", "GET /stay/{word}"),
        *("GET /sign-in/with/{name}", "GET /sign-in/with/{name}/back", "GET /verify/{word}"),
        *("GET /unsubscribe/{word}", "GET /u/{upload_id:int}/{name:path}"),
        *("POST /address/{word}", "POST /decisions/of/{word}", "POST /language"),
        *("POST /prove/{word}", "POST /register", "POST /reset", "POST /reset/{word}"),
        *("POST /sign-in", "POST /sign-in/passkey", "POST /sign-in/second", "POST /sign-out"),
        *("POST /sign-in/second/passkey", "POST /stay/{word}", "POST /unsubscribe/{word}"),
    ),
    untried(ANYONE),
)
OWN: Mapping[str, Rule] = {
    **dict.fromkeys(
        (
            *("GET /confirm", "GET /settings", "GET /settings/address", "GET /settings/data"),
            *("GET /settings/leave", "GET /settings/notifications", "GET /settings/security"),
            *("GET /settings/security/app", "GET /settings/security/passkeys"),
            *("GET /notifications", "GET /notifications/bell", "GET /decisions", "GET /drafts"),
            *("GET /bookmarks", "GET /uploads"),
        ),
        MEMBER,
    ),
    **dict.fromkeys(
        (
            *("GET /settings/data/export.zip", "GET /settings/security/with/{name}"),
            *("GET /decisions/{audit_id:int}", "POST /confirm", "POST /confirm/passkey"),
            *("POST /decisions/{audit_id:int}", "POST /drafts/discard", "POST /settings/data"),
            *("POST /settings", "POST /settings/address", "POST /settings/leave"),
            *("POST /settings/notifications/prove", "POST /settings/security/app"),
            *("POST /settings/notifications/tags", "POST /settings/notifications/drop"),
            *("POST /settings/security/app/remove", "POST /settings/security/codes"),
            *("POST /settings/security/identities/{identity_id:int}/remove", "POST /uploads/new"),
            *("POST /settings/security/passkeys", "POST /settings/sign-ins/end-others"),
            *("POST /settings/security/passkeys/{passkey_id:int}/remove", "POST /uploads/remove"),
            *("POST /settings/sign-ins/{sign_in_id:int}/end",),
        ),
        untried(MEMBER),
    ),
    "POST /notifications/read": MEMBER,
    "POST /settings/notifications": member(direct="daily"),
    "POST /settings/tokens": member(label="Another", scopes="read"),
    "POST /settings/tokens/{token_id:int}/revoke": MEMBER,
}
READING: Mapping[str, Rule] = {
    "GET /held/{held_id:int}": MEMBER,
    "POST /held/{held_id:int}/withdraw": untried(MEMBER),
    "GET /uploads/new": may(May.UPLOAD_ADD),
    "GET /p/{post_id:int}/await/{language}": MEMBER,
    "GET /p/{post_id:int}/translations/{language}": ANYONE,
    "POST /p/{post_id:int}/translations/{language}": may(May.TRANSLATION_CORRECT, body="Worte."),
    "POST /p/{post_id:int}/translations/{language}/wrong": untried(may(May.TRANSLATION_CORRECT)),
    "GET /t/{topic_id:int}/translations/{language}": ANYONE,
    "POST /t/{topic_id:int}/translations/{language}": untried(may(May.TRANSLATION_CORRECT)),
    "POST /t/{topic_id:int}/translations/{language}/wrong": untried(may(May.TRANSLATION_CORRECT)),
    "GET /p/{post_id:int}/language": may(May.TRANSLATION_CORRECT),
    "POST /p/{post_id:int}/language": untried(may(May.TRANSLATION_CORRECT, language="ga")),
    "GET /translate": may(May.TRANSLATION_CORRECT),
    "GET /translate/{proposal_id:int}": untried(may(May.TRANSLATION_CORRECT)),
    "POST /translate/{proposal_id:int}": untried(may(May.TRANSLATION_CORRECT)),
    "POST /p/{post_id:int}/await/{language}": member(),
    "GET /p/{post_id:int}/keep": MEMBER,
    "POST /p/{post_id:int}/keep": member(note="To read again."),
    "POST /s/{slug}/follow": member(level="watch"),
    "POST /t/{topic_id:int}/follow": member(level="watch"),
}
WRITING: Mapping[str, Rule] = {
    "GET /p/{post_id:int}/accept": own_or(May.TOPIC_MODERATE),
    "POST /p/{post_id:int}/accept": own_or(May.TOPIC_MODERATE, accepted="true"),
    "GET /p/{post_id:int}/delete": own_or(May.POST_HIDE),
    "POST /p/{post_id:int}/delete": own_or(May.POST_HIDE),
    "GET /p/{post_id:int}/edit": own_or(May.POST_EDIT_ANY),
    "POST /p/{post_id:int}/edit": own_or(May.POST_EDIT_ANY, body="Other words.", version="1"),
    "GET /p/{post_id:int}/flag": may(May.POST_FLAG),
    "POST /p/{post_id:int}/flag": may(May.POST_FLAG, reason="spam"),
    "GET /p/{post_id:int}/react": may(May.POST_REPLY),
    "POST /p/{post_id:int}/react": may(May.POST_REPLY, add="agree"),
    "GET /p/{post_id:int}/reply": may(May.POST_REPLY),
    "POST /p/{post_id:int}/reply": may(May.POST_REPLY, body="An answer."),
    "GET /s/{slug}/new": may(May.TOPIC_START),
    "POST /s/{slug}/new": may(May.TOPIC_START, title="A title", body="Words.", kind="discussion"),
    "GET /s/{slug}/share": may(May.TOPIC_START),
    "POST /s/{slug}/share": may(May.TOPIC_START, title="A title", body="Words.", **CARD),
    "GET /t/{topic_id:int}/reply/new": may(May.POST_REPLY),
    "POST /t/{topic_id:int}/reply": may(May.POST_REPLY, body="An answer."),
    "GET /t/{topic_id:int}/resource/edit": own_or(May.POST_EDIT_ANY),
    "POST /t/{topic_id:int}/resource/edit": own_or(May.POST_EDIT_ANY, version="1", **CARD),
}
SPACES: Mapping[str, Rule] = {
    "GET /spaces/new": may(May.SPACE_MANAGE),
    "POST /spaces/new": may(May.SPACE_MANAGE, slug="third", **SPACE),
    "GET /s/{slug}/settings": may(May.SPACE_MANAGE),
    "POST /s/{slug}/settings": untried(may(May.SPACE_MANAGE, **SPACE)),
    "GET /s/{slug}/members": may(May.SPACE_ADMIT),
    "POST /s/{slug}/members": may(May.SPACE_ADMIT, who="nadja"),
    "POST /s/{slug}/members/remove": untried(may(May.SPACE_ADMIT, who="maria")),
}
MODERATION: Mapping[str, Rule] = {
    "GET /moderation": somewhere(May.FLAG_RESOLVE),
    "GET /moderation/statistics": somewhere(May.FLAG_RESOLVE),
    "POST /moderation/cases/{case_id:int}/claim": may(May.FLAG_RESOLVE),
    "POST /moderation/cases/{case_id:int}/release": may(May.FLAG_RESOLVE),
    "GET /moderation/appeals/{audit_id:int}": untried(may(May.FLAG_RESOLVE)),
    "POST /moderation/appeals/{audit_id:int}": untried(may(May.FLAG_RESOLVE, outcome="kept")),
    "GET /moderation/audit": may(May.AUDIT_READ),
    "GET /moderation/audit/export": may(May.AUDIT_READ),
    "GET /moderation/audit/{audit_id:int}/undo": may(May.AUDIT_READ),
    "POST /moderation/audit/{audit_id:int}/undo": may(May.AUDIT_READ, reason=WHY),
    "GET /moderation/members": may(May.MEMBER_READ),
    "GET /moderation/members/{member_id:int}": may(May.MEMBER_READ),
    "GET /moderation/members/{member_id:int}/moderate": may(May.MEMBER_SANCTION),
    "POST /moderation/members/{member_id:int}/moderate": may(
        May.MEMBER_SANCTION, act="silence_member", reason=WHY
    ),
    "GET /moderation/participants/{participant_id:int}": untried(may(May.MEMBER_SANCTION)),
    "POST /moderation/participants/{participant_id:int}": untried(
        may(May.MEMBER_SANCTION, act="mute_participant", minutes="5", reason=WHY)
    ),
    "GET /moderation/texts/{subject}": untried(may(May.POST_EDIT_ANY)),
    "POST /moderation/texts/{subject}": untried(
        may(May.POST_EDIT_ANY, act="lock_text", language="fr", reason=WHY)
    ),
    "GET /held/{held_id:int}/moderate": may(May.FLAG_RESOLVE),
    **dict.fromkeys(
        (f"{method} /moderation/requests/{{request_id:int}}" for method in ("GET", "POST")),
        untried(may(May.FLAG_RESOLVE, act="approve_request", reason=WHY)),
    ),
    "POST /held/{held_id:int}/moderate": may(May.FLAG_RESOLVE, act="approve_held", reason=WHY),
    "GET /p/{post_id:int}/moderate": may(May.POST_HIDE),
    "POST /p/{post_id:int}/moderate": may(May.POST_HIDE, act="hide_post", reason=WHY),
    "GET /t/{topic_id:int}/moderate": may(May.TOPIC_MODERATE),
    "POST /t/{topic_id:int}/moderate": may(May.TOPIC_MODERATE, act="lock_topic", reason=WHY),
    "GET /t/{topic_id:int}/xliff/{language}": may(May.TRANSLATION_CORRECT),
    "GET /t/{topic_id:int}/xliff/{language}/file": may(May.TRANSLATION_CORRECT),
    "POST /t/{topic_id:int}/xliff/{language}": untried(may(May.TRANSLATION_CORRECT)),
    "GET /texts/{subject}/translations/{language}": untried(ANYONE),
    "POST /texts/{subject}/translations/{language}": untried(may(May.TRANSLATION_CORRECT)),
    "POST /texts/{subject}/translations/{language}/wrong": untried(may(May.TRANSLATION_CORRECT)),
    "GET /moderation/translations": may(May.GLOSSARY_MANAGE),
    "POST /moderation/translations/stale": may(May.GLOSSARY_MANAGE),
    "GET /moderation/memory": may(May.GLOSSARY_MANAGE),
    "GET /moderation/memory/file": may(May.GLOSSARY_MANAGE),
    "POST /moderation/memory": untried(may(May.GLOSSARY_MANAGE)),
    "GET /s/{slug}/settings/memory": may(May.SPACE_MANAGE),
    "GET /s/{slug}/settings/memory/file": may(May.SPACE_MANAGE),
    "POST /s/{slug}/settings/memory": untried(may(May.SPACE_MANAGE)),
    "GET /moderation/glossary": may(May.GLOSSARY_MANAGE),
    "POST /moderation/glossary": may(
        May.GLOSSARY_MANAGE, source="en", target="de", term="MOOC", translation="MOOC"
    ),
    "POST /moderation/glossary/stale": may(May.GLOSSARY_MANAGE),
    "POST /moderation/glossary/remove": untried(may(May.GLOSSARY_MANAGE, id="1")),
}
ADMINISTRATION: Mapping[str, Rule] = {
    "GET /admin/accounts": may(May.MEMBER_MANAGE),
    "GET /admin/accounts/{member_id:int}": may(May.MEMBER_MANAGE),
    "POST /admin/accounts/{member_id:int}/role": may(
        May.MEMBER_MANAGE, role="moderator", reason=WHY
    ),
    "POST /admin/accounts/{member_id:int}/verification": untried(may(May.MEMBER_MANAGE)),
    "POST /admin/accounts/{member_id:int}/close": may(May.MEMBER_MANAGE, reason=WHY),
    "GET /admin/roles": may(May.ROLE_MANAGE),
    "GET /admin/roles/new": may(May.ROLE_MANAGE),
    "POST /admin/roles/new": may(
        May.ROLE_MANAGE, word="another", name="Another", permissions="flag:resolve"
    ),
    "GET /admin/roles/{word}": may(May.ROLE_MANAGE),
    "POST /admin/roles/{word}": may(May.ROLE_MANAGE, name="Another", permissions="flag:resolve"),
    "POST /admin/roles/{word}/remove": may(May.ROLE_MANAGE),
    "POST /admin/roles/give": may(May.ROLE_MANAGE, who="nadja", role="moderator", space="open"),
    "POST /admin/roles/take/{grant_id:int}": may(May.ROLE_MANAGE),
    "GET /m/{handle}/permissions": may(May.MEMBER_READ),
}
WEBHOOK = {"name": "Ours", "url": "https://example.org/hook", "events": "post.added"}
WATCHING: Mapping[str, Rule] = {
    "GET /moderation/words": somewhere(May.FLAG_RESOLVE),
    "POST /moderation/words": may(May.FLAG_RESOLVE, word="watches", consequence="hold"),
    "POST /moderation/words/remove": untried(may(May.FLAG_RESOLVE, id="1")),
    "GET /admin/webhooks": may(May.WEBHOOK_MANAGE),
    "POST /admin/webhooks": untried(may(May.WEBHOOK_MANAGE, **WEBHOOK)),
    **dict.fromkeys(
        (
            *("GET /admin/webhooks/{webhook_id:int}", "POST /admin/webhooks/{webhook_id:int}"),
            *("POST /admin/webhooks/{webhook_id:int}/ping",),
            *("POST /admin/webhooks/{webhook_id:int}/remove",),
            *("POST /admin/webhooks/{webhook_id:int}/replay",),
            *("POST /admin/webhooks/{webhook_id:int}/replay/{delivery_id:int}",),
            *("POST /admin/webhooks/{webhook_id:int}/secret",),
        ),
        untried(may(May.WEBHOOK_MANAGE)),
    ),
}
TEXTS = "/admin/settings/texts/{kind}/{language}"
JOINING: Mapping[str, Rule] = {
    **dict.fromkeys(("GET /conduct", "GET /privacy"), untried(ANYONE)),
    **dict.fromkeys(("GET /invitation/{word}", "POST /invitation/{word}"), untried(ANYONE)),
    **dict.fromkeys(
        ("GET /registration", "POST /registration", "POST /registration/withdraw"),
        untried(
            ANYONE
        ),  # who is signed in and does not wait is led elsewhere, as is everybody else
    ),
    "POST /invitation/{word}/accept": untried(ANYONE),
    **dict.fromkeys(
        ("GET /admin/settings", f"GET {TEXTS}"),
        may(May.SITE_MANAGE),
    ),
    **dict.fromkeys(("POST /admin/settings", f"POST {TEXTS}"), untried(may(May.SITE_MANAGE))),
    **dict.fromkeys(
        ("GET /admin/settings/texts", "GET /s/{slug}/settings/texts"),
        untried(ANYONE),  # leads on to the page of a language
    ),
    "GET /s/{slug}/settings/texts/{language}": may(May.SPACE_MANAGE),
    "POST /s/{slug}/settings/texts/{language}": untried(may(May.SPACE_MANAGE)),
    "GET /admin/registrations": may(May.MEMBER_MANAGE),
    "POST /admin/registrations/{member_id:int}/approve": untried(may(May.MEMBER_MANAGE)),
    "POST /admin/registrations/{member_id:int}/decline": untried(may(May.MEMBER_MANAGE)),
    "GET /admin/invitations": may(May.MEMBER_INVITE),
    "POST /admin/invitations": untried(may(May.MEMBER_INVITE, addresses="zoe@example.org")),
    "POST /admin/invitations/{invitation_id:int}/again": untried(may(May.MEMBER_INVITE)),
    "POST /admin/invitations/{invitation_id:int}/revoke": untried(may(May.MEMBER_INVITE)),
}
BULK: Mapping[str, Rule] = {
    "GET /moderation/bulk": somewhere(May.FLAG_RESOLVE),
    "POST /moderation/bulk": untried(somewhere(May.FLAG_RESOLVE)),
    "GET /moderation/bulk/{run_id:int}": untried(somewhere(May.FLAG_RESOLVE)),
    "POST /moderation/bulk/{run_id:int}/undo": untried(somewhere(May.FLAG_RESOLVE)),
}
ORGANISATION = {"name": "A school", "kind": "school", "language": "en"}
DELEGATIONS: Mapping[str, Rule] = {
    **dict.fromkeys(("GET /delegations", "GET /organisations"), ANYONE),
    **dict.fromkeys(
        ("GET /delegations/{slug}", "GET /organisations/{organisation_id:int}"), untried(ANYONE)
    ),
    **dict.fromkeys(
        ("GET /delegations/new", "POST /delegations/partners", "GET /organisations/new"),
        may(May.DELEGATION_MANAGE),
    ),
    "POST /delegations/new": may(
        May.DELEGATION_MANAGE, slug="lv", kind="partner", partner="LV", language="en"
    ),
    "POST /organisations/new": may(May.DELEGATION_MANAGE, **ORGANISATION),
    **dict.fromkeys(
        (
            *("GET /delegations/{slug}/settings", "GET /delegations/{slug}/mandates"),
            "POST /delegations/{slug}/mandates/{mandate_id:int}/end",
            "GET /organisations/{organisation_id:int}/settings",
        ),
        untried(may(May.DELEGATION_MANAGE)),
    ),
    "POST /delegations/{slug}/settings": untried(may(May.DELEGATION_MANAGE, language="en")),
    "POST /delegations/{slug}/mandates": untried(
        may(May.DELEGATION_MANAGE, who="nadja", capacity="observer")
    ),
    "POST /organisations/{organisation_id:int}/settings": untried(
        may(May.DELEGATION_MANAGE, **ORGANISATION)
    ),
}
SESSIONS: Mapping[str, Rule] = {
    **dict.fromkeys(
        ("GET /sessions/{session_id:int}", "GET /sessions/{session_id:int}/panels"),
        untried(ANYONE),  # the sessions that they follow; see tests of live sessions
    ),
}
_FLOOR = "/sessions/{session_id:int}/floor/{item_id:int}"
FLOOR: Mapping[str, Rule] = {
    f"GET {_FLOOR}": untried(ANYONE),
    f"POST {_FLOOR}": untried(member(kind="statement")),
    f"POST {_FLOOR}/list": untried(member(state="open", expected="closed")),
    f"POST {_FLOOR}/slots/{{slot_id:int}}": untried(member(act="withdraw", expected="listed")),
    f"GET {_FLOOR}/slots/{{slot_id:int}}/statement": untried(MEMBER),
    f"POST {_FLOOR}/slots/{{slot_id:int}}/statement": untried(member(text="Thank you, Chair.")),
}
DECISIONS: Mapping[str, Rule] = {
    "GET /s/{slug}/polls": ANYONE,
    "GET /s/{slug}/polls/new": may(May.TOPIC_MODERATE),
    "POST /s/{slug}/polls/new": may(
        May.TOPIC_MODERATE,
        title="A poll",
        language="en",
        method="straw",
        voters="members",
        electors="maria",
    ),
    "GET /polls/{poll_id:int}": untried(ANYONE),
    "POST /polls/{poll_id:int}/{deed}": untried(MEMBER),
    "POST /polls/receipts/{poll_id:int}": untried(ANYONE),
    "GET /sessions/{session_id:int}/polls": untried(ANYONE),
    **dict.fromkeys(
        (f"{method} /sessions/{{session_id:int}}/polls/new" for method in ("GET", "POST")),
        untried(MEMBER),
    ),
}
"""What somebody may in a session is said by their part; see `tests/forum/live`."""
_SESSION = "/sessions/{session_id:int}"
_AGENDA, _PEOPLE = f"{_SESSION}/agenda", f"{_SESSION}/participants"
SESSION = {
    "title": "A session",
    "language": "en",
    "access": "public",
    "profile": "asem_informal",
    "starts_at": "2027-01-11T09:00",
    "ends_at": "2027-01-11T11:00",
    "zone": "Asia/Bangkok",
}
HOSTING: Mapping[str, Rule] = {
    "GET /sessions": ANYONE,
    "GET /sessions/new": somewhere(May.SESSION_MANAGE),
    "POST /sessions/new": may(May.SESSION_MANAGE, **SESSION),
    **dict.fromkeys((f"GET {_SESSION}/about", f"GET {_AGENDA}"), untried(ANYONE)),
    **dict.fromkeys(
        (f"GET {_SESSION}/settings", f"GET {_AGENDA}/{{item_id:int}}"), untried(MEMBER)
    ),
    f"POST {_SESSION}/settings": untried(member(**SESSION)),
    f"GET {_SESSION}/motions": untried(ANYONE),
    f"POST {_SESSION}/motions": untried(member(kind="suspend_meeting")),
    f"POST {_SESSION}/motions/{{motion_id:int}}": untried(member(act="withdraw")),
    f"GET {_SESSION}/rules": untried(MEMBER),
    f"POST {_SESSION}/rules": untried(member(base="unga", methods="consensus")),
    f"POST {_SESSION}/step": untried(member(expected="draft", to="announced")),
    f"POST {_AGENDA}": untried(member(title="An item")),
    f"POST {_AGENDA}/open": untried(member(item_id="")),
    f"POST {_AGENDA}/{{item_id:int}}": untried(member(title="An item")),
    f"POST {_AGENDA}/{{item_id:int}}/remove": untried(MEMBER),
    **dict.fromkeys(("GET /sessions/hours", "GET /sessions/calendar"), MEMBER),
    **dict.fromkeys(("POST /sessions/calendar", "POST /sessions/calendar/revoke"), MEMBER),
    "GET /calendar/{word}.ics": untried(ANYONE),
    f"GET {_SESSION}/calendar.ics": untried(ANYONE),
    **dict.fromkeys((f"GET {_SESSION}/take-part", f"GET {_PEOPLE}"), untried(MEMBER)),
    f"POST {_SESSION}/take-part": untried(member(part="observer")),
    f"POST {_SESSION}/take-part/{{participant_id:int}}/leave": untried(MEMBER),
    f"POST {_PEOPLE}": untried(member(who="nadja", part="observer")),
    f"POST {_PEOPLE}/{{participant_id:int}}/decide": untried(member(state="approved")),
    f"POST {_PEOPLE}/{{participant_id:int}}/dismiss": untried(member(reason="Because.")),
    f"GET {_SESSION}/mute": untried(MEMBER),
    f"POST {_SESSION}/mute": untried(member(participant_id=1, minutes=5, reason=WHY)),
}
"""What somebody may in a session is said by their part; see `tests/forum/live`."""
_MEETING = "/sessions/{session_id:int}"
_QUESTION = f"{_MEETING}/questions/{{question_id:int}}"
_PARAGRAPH = f"{_MEETING}/record/paragraphs/{{paragraph_id:int}}"
_SUBTITLES = f"{_MEETING}/subtitles/{{language}}"
LINE = {"text": "Good morning."}
TALK: Mapping[str, Rule] = {
    **dict.fromkeys(
        (
            *(f"GET {_MEETING}/captions", f"GET {_MEETING}/chat", f"GET {_MEETING}/questions"),
            f"GET {_MEETING}/captions/{{caption_id:int}}",
            *(f"GET {_SUBTITLES}.vtt", f"GET {_SUBTITLES}.m3u8"),
            f"GET {_SUBTITLES}/{{index:int}}.vtt",
            *(f"GET {_MEETING}/record", f"GET {_MEETING}/record/summary", f"GET {_PARAGRAPH}"),
            f"GET {_MEETING}/record/summary.md",
            *(f"GET {_MEETING}/record/transcript.{kind}" for kind in ("json", "md", "vtt")),
        ),
        untried(ANYONE),
    ),
    **dict.fromkeys(
        (
            *(f"GET {_MEETING}/captions/desk", f"POST {_QUESTION}/vote"),
            *(f"POST {_MEETING}/chat/{{line_id:int}}/remove", f"POST {_QUESTION}/unvote"),
            *(f"POST {_QUESTION}/remove", f"POST {_MEETING}/record/hand-over"),
            *(f"POST {_MEETING}/chat/{{line_id:int}}/approve", f"POST {_QUESTION}/approve"),
        ),
        untried(MEMBER),
    ),
    **dict.fromkeys(
        (f"POST {_MEETING}/chat", f"POST {_MEETING}/questions", f"POST {_QUESTION}/answer"),
        untried(member(**LINE)),
    ),
    f"POST {_PARAGRAPH}": untried(member(version="1", **LINE)),
    **dict.fromkeys(
        (f"POST {_PARAGRAPH}/next", f"POST {_PARAGRAPH}/corrections"), untried(member(**LINE))
    ),
    f"POST {_PARAGRAPH}/corrections/{{correction_id:int}}": untried(
        member(take="true", version="1")
    ),
    f"POST {_MEETING}/record/window": untried(member(days="3")),
    f"POST {_QUESTION}/dismiss": untried(member(reason=WHY)),
    f"POST {_QUESTION}/merge": untried(member(into="7")),
    f"POST {_MEETING}/reactions": untried(member(name="applause")),
    f"POST {_MEETING}/captions/{{caption_id:int}}": untried(member(**LINE)),
    f"POST {_MEETING}/captions/desk": untried(member(key="1", language="en", **LINE)),
}
"""What somebody may in a session is said by their part; see `tests/forum/live`."""
PAGES: Mapping[str, Rule] = {
    **FLOOR,
    **HOSTING,
    **DECISIONS,
    **OPEN,
    **SIGNING_IN,
    **OWN,
    **READING,
    **WRITING,
    **SPACES,
    **MODERATION,
    **ADMINISTRATION,
    **WATCHING,
    **JOINING,
    **BULK,
    **DELEGATIONS,
    **SESSIONS,
    **TALK,
}
