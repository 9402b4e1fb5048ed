"""Everything in one file, and back: between machines, and between SQLite and PostgreSQL.

A backup is a gzipped tar archive (POSIX.1-2001 pax): `about.json`, then `rows/<table>/<number>`
with a row as a JSON array on each line, then `files/…`, then `sums.json` with the SHA-256 of each.
"""
