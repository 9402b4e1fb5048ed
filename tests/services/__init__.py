"""Real servers and browsers for tests, started when a test first asks and ended with the test run.

PostgreSQL and Redis listen on a Unix socket or on the loopback address only. The fixtures are in
`fixtures.py`.
"""
