import pytest

from forum.accounts.channels import MemberChannel
from forum.core.actor import Actor
from forum.core.errors import NotFound
from forum.core.ids import MemberId


async def test_members_hear_their_own_channel() -> None:
    admission = await MemberChannel().admit(Actor(MemberId(7)), "7")
    assert not admission.may_publish
    assert not admission.may_read_history


@pytest.mark.parametrize("key", ["8", "07", "٧", "", "None", "7 "])
async def test_nobody_hears_the_channel_of_another(key: str) -> None:
    with pytest.raises(NotFound):
        await MemberChannel().admit(Actor(MemberId(7)), key)


async def test_visitors_have_no_channel() -> None:
    with pytest.raises(NotFound):
        await MemberChannel().admit(Actor(), "None")
