from pathlib import Path

import pytest

from forum.accounts.mails import SUBJECTS, TEXTS, Purpose, Said, compose
from forum.settings import Settings
from i18n import catalogs

SETTINGS = Settings(data=Path("/data"), url="https://forum.example", site_name="Forum")
LINK = "https://forum.example/verify/word"


@pytest.mark.parametrize("purpose", Purpose)
def test_every_mail_carries_its_link_in_every_language(purpose: Purpose) -> None:
    for locale in catalogs.available():
        mail = compose(purpose, "maria@example.org", locale, Said(LINK, "Why {not}?"), SETTINGS)
        assert f"\n{LINK}\n" in mail.text
        assert mail.text.endswith("-- \nForum\nhttps://forum.example\n")
        assert (mail.to, mail.language) == ("maria@example.org", locale)
        assert mail.subject
        assert "{" not in (mail.text + mail.subject).replace("Why {not}?", "")
        assert ("Why {not}?" in mail.text) is (purpose == Purpose.DECLINED)


def test_every_purpose_has_words() -> None:
    assert SUBJECTS.keys() == TEXTS.keys() == set(Purpose)
