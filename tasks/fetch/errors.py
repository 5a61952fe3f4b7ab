"""How the parts of the fetcher tell one another that there is nothing to be had."""

from datetime import datetime

from tasks.records import FetchReason


class FetchError(Exception):
    """Nothing came, for ``reason``. Stays inside the stage: callers get an ``Unfetched``."""

    def __init__(
        self,
        reason: FetchReason,
        detail: str,
        *,
        status: int | None = None,
        retry_at: datetime | None = None,
    ) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail
        self.status = status
        self.retry_at = retry_at
        self.seconds = 0.0
        """On the wire before it."""
