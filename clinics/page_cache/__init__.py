"""Finished public pages, kept until the next public change and at most for a day (ADR 054).

Views of clinics, guides and pages say ``@cached_page()``; everything else is never kept. A page
is kept only if nothing about the visitor went into it.
"""

from clinics.page_cache.decorator import cached_page
from clinics.page_cache.storing import keep_out

__all__ = ["cached_page", "keep_out"]
