"""What uploads hold of a member; a job removes bytes that no upload names any more."""

from forum.db.holdings import Fate, Holding
from forum.uploads.tables import Upload

HOLDINGS = (Holding(Upload, ("member_id",), name="uploads", fate_of_texts=Fate.GOES),)
