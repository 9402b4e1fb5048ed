"""Reports as mail servers write them."""

POSTFIX = """\
Return-Path: <>
From: MAILER-DAEMON@mail.example.org (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: forum@example.org
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="4F3{mark}"

This is a MIME-encapsulated message.

--4F3{mark}
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--4F3{mark}
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.org
X-Postfix-Queue-ID: 4F3
Arrival-Date: Sat, 21 Nov 2026 08:00:00 +0000 (UTC)

Final-Recipient: rfc822; maria@example.org
Original-Recipient: rfc822;maria@example.org
Action: {action}
Status: {status}
Remote-MTA: dns; mx.example.org
Diagnostic-Code: {said}

--4F3{mark}
Content-Description: Undelivered Message
Content-Type: text/rfc822-headers

Return-Path: <forum@example.org>
Subject: Maria replied to you
Message-ID: {message_id}

--4F3{mark}--
"""

SAID = "smtp; 550 5.1.1\n    <maria@example.org>: User unknown"


def report(
    message_id: str = "<post-1.2.x@example.org>",
    *,
    action: str = "failed",
    status: str = "5.1.1",
    said: str = SAID,
    mark: str = "+/1",
) -> bytes:
    """A report as Postfix writes it; `mark` is part of what divides it."""
    text = POSTFIX.format(message_id=message_id, action=action, status=status, said=said, mark=mark)
    return text.encode()
