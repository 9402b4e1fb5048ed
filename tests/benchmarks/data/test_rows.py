from tests.benchmarks.data import rows
from tests.benchmarks.data.texts import Text

TEXTS = [Text("en", "Yes.", "<p>Yes.</p>"), Text("fi", "Ei.", "<p>Ei.</p>")]


def test_the_places_of_a_thread_are_in_the_order_it_is_read() -> None:
    places = rows.shape(600)
    by_path = sorted(places, key=lambda place: place.path)
    read = [places[0], *(one for top in places[1:] if top.parent is None for one in _branch(top))]
    assert [place.index for place in by_path] == [place.index for place in read]


def _branch(top: rows.Place) -> list[rows.Place]:
    below = [one for one in rows.shape(600) if one.parent == top.index]
    return [top, *(found for one in below for found in _branch(one))]


def test_every_post_counts_its_replies() -> None:
    parents = [place.parent for place in rows.shape(100)]
    assert all(place.children == parents.count(place.index) for place in rows.shape(100))


def test_there_are_as_many_posts_as_asked_for_each_with_its_own_number() -> None:
    posts = [post for thread in rows.threads(2000, TEXTS) for post in thread.posts]
    assert len(posts) == 2000
    assert [post["id"] for post in posts] == list(range(1, 2001))
    assert len({(post["topic_id"], post["path"]) for post in posts}) == 2000


def test_spaces_and_topics_count_what_is_in_them() -> None:
    threads = list(rows.threads(2000, TEXTS))
    for space in rows.spaces(2000):
        there = [one for one in threads if one.topic["space_id"] == space["id"]]
        assert space["topic_count"] == len(there)
        assert space["post_count"] == sum(one.topic["post_count"] for one in there)


def test_a_topic_knows_its_people_and_languages() -> None:
    thread = next(rows.threads(1000, TEXTS))
    assert thread.topic["people_count"] == len({post["author_id"] for post in thread.posts})
    assert thread.topic["languages"] == ["fi", "en"]
