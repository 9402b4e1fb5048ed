"""Identifiers: distinct types over `int`, so that a topic's never passes for a post's."""

from typing import NewType

MemberId = NewType("MemberId", int)
SignInId = NewType("SignInId", int)
TokenId = NewType("TokenId", int)
PasskeyId = NewType("PasskeyId", int)
IdentityId = NewType("IdentityId", int)
SpaceId = NewType("SpaceId", int)
TopicId = NewType("TopicId", int)
PostId = NewType("PostId", int)
HeldId = NewType("HeldId", int)
RevisionId = NewType("RevisionId", int)
NotificationId = NewType("NotificationId", int)
FlagId = NewType("FlagId", int)
AuditId = NewType("AuditId", int)
CaseId = NewType("CaseId", int)
SanctionId = NewType("SanctionId", int)
JobId = NewType("JobId", int)
InvitationId = NewType("InvitationId", int)
UploadId = NewType("UploadId", int)
