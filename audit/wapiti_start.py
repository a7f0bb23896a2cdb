"""Start Debian's wapiti with the system's own Python, with its --exclude mended.

Version 3.0.4 writes the flags at the end of a pattern, which Python has refused since 3.11.
"""

import fnmatch
import re
import sys

from wapitiCore.main.wapiti import wapiti_main  # type: ignore[import-not-found]
from wapitiCore.net import crawler  # type: ignore[import-not-found]

crawler.wildcard_translate = lambda pattern: re.compile(fnmatch.translate(pattern))
sys.exit(wapiti_main())
