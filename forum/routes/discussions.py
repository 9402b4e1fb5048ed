"""Discussions for people, with files."""

from forum.discussions import pages
from forum.uploads.attaching import with_files

ROUTES = with_files(pages.ROUTES)
