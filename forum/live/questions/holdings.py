"""What questions hold of a member. Who asked what stays known by number, and votes stay counted."""

from forum.db.holdings import Holding
from forum.live.questions.tables import LiveQuestion, QuestionVote

HOLDINGS = (
    Holding(
        LiveQuestion,
        ("author_id",),
        name="live_questions",
        without=frozenset({"settled_by_id", "answer", "answer_html", "reason"}),
    ),
    Holding(LiveQuestion, ("settled_by_id",), why="these are questions of others"),
    Holding(QuestionVote, ("member_id",), name="question_votes"),
)
