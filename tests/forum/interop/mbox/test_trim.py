from forum.interop.mbox.mails import Mail
from tests.forum.interop.mbox.archives import one

FOOTER = """_______________________________________________
Talk mailing list
Talk at example.org
http://example.org/mailman/listinfo/talk"""


def apart(text: str) -> tuple[str, str]:
    found = one(text)
    return found.body, found.signature


def test_the_signature_is_cut_off_and_kept() -> None:
    assert apart("Hello\n\n-- \nJo\nACME\n") == ("Hello", "Jo\nACME")


def test_a_signature_mark_that_lost_its_space_counts() -> None:
    assert apart("Hello\n--\nJo") == ("Hello", "Jo")


def test_the_footer_of_the_list_goes_before_the_signature_is_looked_for() -> None:
    assert apart(f"Hello\n-- \nJo\n{FOOTER}") == ("Hello", "Jo")


def test_a_footer_alone_goes() -> None:
    assert apart(f"Hello\n\n{FOOTER}\n\n") == ("Hello", "")
    assert apart(f"Hello\n{'-' * 69}\nTo unsubscribe, e-mail: talk-off@x.org") == ("Hello", "")


def test_a_ruled_line_in_a_text_stays() -> None:
    body, _ = apart(f"One\n\n{'_' * 40}\n\nTwo")
    assert body.endswith("Two")


def test_a_signature_above_a_quotation_leaves_the_quotation() -> None:
    text = "Yes\n-- \nJo\n\nOn Monday, Ann wrote:\n> No?\n> Really"
    assert apart(text) == (
        "Yes\n\nOn Monday, Ann wrote:\n\n> No?\n> Really".replace("?\n", "?\\\n"),
        "Jo",
    )


def test_a_signature_directly_above_a_quotation_leaves_it_too() -> None:
    assert apart("Yes\n-- \nJo\n> No") == ("Yes\n\n> No", "Jo")


def test_a_quoted_signature_is_part_of_the_quotation() -> None:
    assert apart("> Hello\n> -- \n> Jo\nYes") == ("> Hello\\\n> \\--\\\n> Jo\n\nYes", "")


def test_a_mark_that_a_long_text_follows_is_no_signature() -> None:
    body, signature = apart("One\n-- \n" + "More text\n" * 20)
    assert (signature, "More text" in body) == ("", True)


def test_armour_of_a_signed_text_goes() -> None:
    text = (
        "Before\n-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n- -- \nText\n- - dash\n"
        "-----BEGIN PGP SIGNATURE-----\n\niQEz\n-----END PGP SIGNATURE-----\n"
    )
    assert apart(text) == ("Before", "Text\n- dash")


def test_words_after_the_armour_stay() -> None:
    text = (
        "-----BEGIN PGP SIGNED MESSAGE-----\n\nText\n-----BEGIN PGP SIGNATURE-----\nx\n"
        "-----END PGP SIGNATURE-----\n\nPS: more"
    )
    assert apart(text) == ("Text\n\nPS: more", "")


def test_a_quoted_armour_stays() -> None:
    assert apart("> -----BEGIN PGP SIGNED MESSAGE-----\nYes")[0].startswith("> ")


def test_footers_of_several_lists_go() -> None:
    assert apart(f"Hello\n\n{FOOTER}\n\n{FOOTER}\n{'-' * 60}\n") == ("Hello", "")


def test_a_ruled_line_just_above_the_footer_stays_with_its_text() -> None:
    body, _ = apart(f"One\n\n{'=' * 40}\n\nTwo\n{FOOTER}")
    assert body.endswith("Two")


def test_words_about_scrubbing_are_no_note_of_the_archiver() -> None:
    assert apart("A man scrubbed the deck") == ("A man scrubbed the deck", "")


def test_armour_that_never_ends_goes_as_well() -> None:
    assert apart("-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA1\n\nText") == ("Text", "")


def scrubbed() -> Mail:
    return one(
        "Text\n-------------- next part --------------\nA non-text attachment was scrubbed...\n"
        "Name: plan.pdf\nType: application/pdf\nSize: 12 bytes\nDesc: not available\n"
        "URL: <http://example.org/a/plan.pdf>\n-------------- next part --------------\n"
        "An HTML attachment was scrubbed...\nURL: <http://example.org/a/b.html>\n\nMore\n"
        "-------------- next part --------------\nSkipped content of type multipart/related\n"
    )


def test_notes_of_the_archiver_become_attachments() -> None:
    found = scrubbed()
    assert found.body == "Text\n\nMore"
    assert found.attachments == (
        "plan.pdf http://example.org/a/plan.pdf",
        "http://example.org/a/b.html",
    )


def test_a_mail_of_a_signature_alone_has_an_empty_body() -> None:
    assert apart("-- \nJo") == ("", "Jo")
