import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.decisions.secrecy import RECEIPT_BYTES, is_counted, published, receipt, receipt_hash

randoms = st.binary(min_size=RECEIPT_BYTES, max_size=RECEIPT_BYTES)


@given(randoms)
def test_a_receipt_carries_its_random_number(random: bytes) -> None:
    assert receipt_hash(receipt(random)) == hashlib.sha256(random).hexdigest()
    assert receipt_hash(receipt(random).lower().replace("-", " ")) == receipt_hash(receipt(random))


@given(st.lists(randoms, unique=True), st.randoms())
def test_what_is_published_does_not_say_in_which_order_votes_came(
    given_out: list[bytes], chance: object
) -> None:
    hashes = [receipt_hash(receipt(one)) for one in given_out]
    chance.shuffle(hashes)  # type: ignore[attr-defined]
    assert published(hashes) == published(reversed(hashes)) == tuple(sorted(hashes))


@given(st.lists(randoms, unique=True, min_size=1))
def test_a_receipt_is_found_exactly_where_its_ballot_is(given_out: list[bytes]) -> None:
    mine, others = given_out[0], given_out[1:]
    others_hashes = published(receipt_hash(receipt(one)) for one in others)
    assert not is_counted(receipt(mine), others_hashes)
    assert is_counted(receipt(mine), published([*others_hashes, receipt_hash(receipt(mine))]))


@pytest.mark.parametrize("written", ["", "AAAA", "1" * 26, "é" * 26, "A" * 27])
def test_what_is_no_receipt_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=r"not a receipt|only ASCII"):
        receipt_hash(written)


def test_a_receipt_has_128_bits() -> None:
    with pytest.raises(ValueError, match="15 bytes"):
        receipt(bytes(15))
    assert receipt(bytes(RECEIPT_BYTES)) == "AAAA-AAAA-AAAA-AAAA-AAAA-AAAA-AA"
