from realtime.log import Entry, MemoryLog


async def test_a_channel_never_written_to_stands_at_zero() -> None:
    log = MemoryLog()
    page = await log.read("a", after=None)
    assert (page.entries, page.offset, page.complete) == ((), 0, True)
    assert page.epoch
    assert (await log.read("a", after=0)).complete
    assert not (await log.read("a", after=1)).complete
    assert await log.heads(["a"]) == {"a": (0, log.epoch)}


async def test_entries_are_numbered_a_channel_and_read_on_from_a_position() -> None:
    log = MemoryLog()
    for data in ("1", "2", "3"):
        log.append("a", data)
    log.append("b", "9", info="{}")
    page = await log.read("a", after=1, epoch=log.epoch)
    assert [entry.offset for entry in page.entries] == [2, 3]
    assert (page.offset, page.complete) == (3, True)
    assert (await log.read("b", after=0)).entries == [Entry(1, "9", "{}")]
    assert await log.heads(["a", "b"]) == {"a": (3, log.epoch), "b": (1, log.epoch)}


async def test_pages_are_limited_and_reversed() -> None:
    log = MemoryLog()
    for data in "12345":
        log.append("a", data)

    async def offsets(**how: object) -> list[int]:
        page = await log.read("a", **how)  # type: ignore[arg-type]
        assert page.complete
        return [entry.offset for entry in page.entries]

    assert await offsets(after=0, limit=2) == [1, 2]
    assert await offsets(after=2, limit=2) == [3, 4]
    assert await offsets(after=0, limit=2, reverse=True) == [5, 4]
    assert await offsets(after=3, reverse=True) == [5, 4]


async def test_what_is_gone_or_of_another_life_is_not_complete() -> None:
    log = MemoryLog(keep=2)
    for data in "1234":
        log.append("a", data)
    assert (await log.read("a", after=2)).complete
    left = await log.read("a", after=1)
    assert not left.complete
    assert [entry.offset for entry in left.entries] == [3, 4]
    for position in ({"after": 2, "epoch": "x"}, {"after": 5}, {"after": -1}):
        page = await log.read("a", **position)  # type: ignore[arg-type]
        assert (page.entries, page.complete) == ((), False)
    assert (await log.read("a", after=2, epoch="")).complete


async def test_a_channel_may_keep_less() -> None:
    log = MemoryLog()
    for data in "123":
        log.append("small", data, keep=2)
    assert not (await log.read("small", after=0)).complete
    assert (await log.read("small", after=1)).complete
