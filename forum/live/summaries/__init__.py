"""The summary record of a session: drafted from its log, written by people, corrected, final."""
