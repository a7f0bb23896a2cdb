"""Whether search still answers from an index that is older than the version."""

from clinics.search import live


def index_lags(token: str) -> bool:
    """Build the index if need be; return whether it is another version's.

    It is while another thread builds: what is made meanwhile must not be kept as new.
    """
    live.current()
    kept = live._kept
    return kept is None or kept[0][0] != token
