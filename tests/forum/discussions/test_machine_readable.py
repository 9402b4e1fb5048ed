"""What machines read on a page of a topic."""

import json
import re

from tests import factories
from tests.client import Client


def test_a_topic_says_what_it_is_in_words_of_schema_org(client: Client) -> None:
    client.do(factories.space)
    maria = client.member("maria", name="Maria </script><b>")
    topic = client.do(factories.topic, maria, title="Who </script> knows?", replies=["I do"])
    page = client.get(client.get(f"/t/{topic}").headers["location"]).text
    [text] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    found = json.loads(text)
    assert found["@type"] == "DiscussionForumPosting"
    assert found["headline"] == "Who </script> knows?"
    assert (found["commentCount"], found["inLanguage"]) == (1, "en")
    assert found["author"]["name"] == "Maria </script><b>"
    assert f'href="/t/{topic}/feed.atom"' in page
