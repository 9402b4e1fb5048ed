"""What people do with accounts. An action checks, changes, announces; its caller commits."""

from forum.accounts.actions.addresses import change_address, request_address
from forum.accounts.actions.approving import approve, decline, say_anew, withdraw
from forum.accounts.actions.factors import (
    add_passkey,
    prove,
    remove_app,
    remove_passkey,
    renew_codes,
    set_up_app,
)
from forum.accounts.actions.identities import come_from, link_identity, unlink_identity
from forum.accounts.actions.joining import Joining, add_verified, register, verify
from forum.accounts.actions.leaving import empty, leave, stay
from forum.accounts.actions.managing import change_role, close_account, resend_verification
from forum.accounts.actions.passwords import request_reset, reset
from forum.accounts.actions.profile import change_profile
from forum.accounts.actions.sanctioning import (
    end_in_time,
    end_sanction,
    renew_sanction,
    sanction,
)
from forum.accounts.actions.sign_ins import end_others, end_sign_in, renew, settle, sign_in
from forum.accounts.actions.standing import restore, set_role, suspend
from forum.accounts.actions.tokens import make_token, revoke_token

__all__ = [
    "Joining",
    "add_passkey",
    "add_verified",
    "approve",
    "change_address",
    "change_profile",
    "change_role",
    "close_account",
    "come_from",
    "decline",
    "empty",
    "end_in_time",
    "end_others",
    "end_sanction",
    "end_sign_in",
    "leave",
    "link_identity",
    "make_token",
    "prove",
    "register",
    "remove_app",
    "remove_passkey",
    "renew",
    "renew_codes",
    "renew_sanction",
    "request_address",
    "request_reset",
    "resend_verification",
    "reset",
    "restore",
    "revoke_token",
    "sanction",
    "say_anew",
    "set_role",
    "set_up_app",
    "settle",
    "sign_in",
    "stay",
    "suspend",
    "unlink_identity",
    "verify",
    "withdraw",
]
