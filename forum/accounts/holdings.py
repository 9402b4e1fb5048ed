"""What accounts hold of a member."""

from sqlmodel import col

from forum.accounts.tables import (
    AccessToken,
    Authenticator,
    Departure,
    MailLink,
    Member,
    OutsideIdentity,
    Passkey,
    RecoveryCode,
    Registration,
    Sanction,
    SignIn,
)
from forum.db.holdings import Fate, Holding
from forum.db.tables import FirstAnswer

HOLDINGS = (
    Holding(
        Member,
        ("id",),
        name="account",
        without=frozenset({"password_hash", "email_key"}),
    ),
    Holding(
        SignIn,
        ("member_id",),
        name="sign_ins",
        without=frozenset({"hash", "previous_hash"}),
        fate=Fate.GOES,
    ),
    Holding(
        AccessToken, ("member_id",), name="tokens", without=frozenset({"hash"}), fate=Fate.GOES
    ),
    Holding(
        Authenticator,
        ("member_id",),
        name="authenticator",
        without=frozenset({"sealed", "last_step"}),
        fate=Fate.GOES,
    ),
    Holding(
        RecoveryCode,
        ("member_id",),
        name="recovery_codes",
        without=frozenset({"hash"}),
        fate=Fate.GOES,
    ),
    Holding(
        Passkey,
        ("member_id",),
        name="passkeys",
        without=frozenset({"credential", "public_key"}),
        fate=Fate.GOES,
    ),
    Holding(OutsideIdentity, ("member_id",), name="outside_identities", fate=Fate.GOES),
    Holding(
        MailLink,
        ("member_id",),
        name="mail_links",
        without=frozenset({"hash", "browser"}),
        fate=Fate.GOES,
    ),
    Holding(Registration, ("member_id",), name="registration", fate=Fate.GOES),
    Holding(Sanction, ("member_id",), name="sanctions", without=frozenset({"by_id"})),
    Holding(Sanction, ("by_id",), why="these are about others; the act is among the acts"),
    Holding(Departure, ("member_id",), why="who has asked to go cannot ask for a copy any more"),
    Holding(
        FirstAnswer,
        rows=lambda member_id: col(FirstAnswer.owner) == f"member {member_id}",
        fate=Fate.GOES,
        why="repeats what other lists tell, for a day",
    ),
)
