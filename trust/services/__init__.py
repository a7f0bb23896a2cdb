"""Services beside the database that the site does without when they are away (ADR 079, 080).

Used by the cache, the limits, the public pages and /readyz. Promise: none of them makes an error.
"""

from trust.services.circuit import degraded

__all__ = ["degraded"]
