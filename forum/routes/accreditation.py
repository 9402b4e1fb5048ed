"""Asking to take part in a session, with files."""

from forum.live.accreditation.pages import ASKING
from forum.uploads.attaching import with_files

ROUTES = with_files(ASKING)
