"""Reads the archives of mailing lists: pipermail and mbox, of any size, as a stream of mails.

`read.read_mails` is the way in, and `archive.open_archive` opens a file for it. `threads.place`
says where in the forum a mail belongs; `pseudonyms.Pseudonyms` hides who wrote it. Nothing here
writes anywhere.
"""
