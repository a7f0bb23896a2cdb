"""What every test gets without asking: strictness (tests/plugins) and a clean start."""

import gc
import itertools
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from clinics.search import live, version
from tests.plugins import fresh_index, network, query_sets, template_variables

pytest_plugins = ["tests.plugins.figures", "tests.plugins.report"]

# Playwright runs an event loop in the thread of the test; Django would refuse the database there.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
# Pages of words and pages kept: what they ask of the database is asked by other tests, too.
ONE_DATABASE = (
    "about/", "clinics/test_api", "clinics/test_migration_two_people", "clinics/test_page_cache",
    "clinics/test_shortlist", "guides/", "pages/test_sitemap", "reviews/test_blind",
    "staff/test_access_matrix", "staff/test_pages", "ui/",
)  # fmt: skip
# Pages by plain queries: on PostgreSQL only when nothing may be left out (CI), which takes a minute.
# What a database decides stays in: constraints, races, growth, hostile values, search, dates.
PLAIN_PAGES = (
    "clinics/test_compare", "clinics/test_desk", "clinics/test_find", "clinics/test_import_pages",
    "clinics/test_nobody_buys_a_place", "clinics/test_order_pages", "quotes/test_access",
    "quotes/test_files", "quotes/test_request_pages", "register/test_check", "register/test_desk",
    "reviews/test_display", "reviews/test_read", "reviews/test_replies", "reviews/test_seen",
    "staff/",
)  # fmt: skip
_numbers = itertools.count()
# Hashing that is slow on purpose would be most of the suite's time.
FAST_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def pytest_configure(config: pytest.Config) -> None:
    django_settings.PASSWORD_HASHERS = FAST_HASHERS
    # Files collected for the demo may be old; tests read static files where they are written.
    django_settings.STATIC_ROOT = django_settings.BASE_DIR / "var" / "not-collected"
    if template := os.environ.get("TEST_TEMPLATE"):
        # Copies of a database that is migrated already (scripts.run_tests).
        connection.settings_dict["TEST"]["TEMPLATE"] = template
    network.block()
    query_sets.refuse_unordered_slices()
    template_variables.refuse_unknown()
    fresh_index.build_after_each_write()


def pytest_collection_finish() -> None:
    """What is loaded now stays: looking through it for garbage was a fifth of the suite's time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 100)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if os.environ.get("TESTS_WITH_DATABASE"):
        # The second database tells nothing new about tests that ask none.
        without = [item for item in items if not _asks_a_database(item)]
        config.hook.pytest_deselected(items=without)
        items[:] = [item for item in items if _asks_a_database(item)]
    for item in items:
        _give_back_the_rows_of_migrations(item)
        if item.get_closest_marker("postgres") and connection.vendor != "postgresql":
            item.add_marker(pytest.mark.skip(reason="needs PostgreSQL"))


def _asks_a_database(item: pytest.Item) -> bool:
    once = ONE_DATABASE if os.environ.get("REQUIRE_ALL") == "1" else ONE_DATABASE + PLAIN_PAGES
    must = item.get_closest_marker("postgres")
    if not must and item.path.relative_to(Path(__file__).parent).as_posix().startswith(once):
        return False
    names = set(getattr(item, "fixturenames", []))
    return bool(
        item.get_closest_marker("django_db")
        or item.get_closest_marker("postgres")
        or names & {"db", "transactional_db", "live_server"}
    )


def _give_back_the_rows_of_migrations(item: pytest.Item) -> None:
    """Tests that commit end with empty tables: the next one gets the migrations' rows again.

    All of them or none: a flush without it writes rows of its own, which would then clash.
    """
    marker = item.get_closest_marker("django_db")
    commits = bool(marker and marker.kwargs.get("transaction"))
    names = getattr(item, "fixturenames", [])
    if commits or {"transactional_db", "live_server"} & set(names):
        names.append("django_db_serialized_rollback")


@pytest.fixture(autouse=True)
def _clean_start(tmp_path_factory, settings) -> Iterator[None]:
    """Language, cache and folders of one test must not reach the next one."""
    # A name only: most tests store nothing, and a folder for each took half a minute.
    settings.MEDIA_ROOT = tmp_path_factory.getbasetemp() / f"media-{next(_numbers)}"
    cache.clear()
    live.forget()
    with translation.override("en"):
        yield
    cache.clear()


@pytest.fixture
def assert_same_queries(client: Client) -> Callable[..., int]:
    """Growth test: ``assert_same_queries(url, grow)`` asks twice, calls ``grow()`` in between.

    Fails when the second answer needs another number of queries; returns that number.
    """

    def count(url: str, as_client: Client) -> int:
        as_client.get(url)  # fills caches that live as long as the process
        cache.clear()
        version.forget()  # it is read once a second, whenever the test began
        with CaptureQueriesContext(connection) as caught:
            response = as_client.get(url)
        assert response.status_code == 200, f"{url} answered {response.status_code}"
        count.last = [query["sql"] for query in caught.captured_queries]  # type: ignore[attr-defined]
        return len(caught)

    def check(url: str, grow: Callable[[], object], *, as_client: Client | None = None) -> int:
        before = count(url, as_client or client)
        grow()
        after = count(url, as_client or client)
        shown = "\n".join(count.last)  # type: ignore[attr-defined]
        assert before == after, f"{url}: {before} queries, {after} after growth:\n{shown}"
        return after

    return check


@pytest.fixture
def staff_client(db) -> Callable[..., Client]:
    """Return ``staff_client(role)``: a client signed in with a second factor.

    ``role`` is a group's name ("listing editor", …); the user stands in ``client.user``.
    """
    from tests.staff_session import signed_in_client

    return signed_in_client
