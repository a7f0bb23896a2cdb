"""First load: bytes, requests, blocking scripts, size of the page, jumps."""

import brotli
import pytest

from tests.browser.helpers import make_site

MOST_BYTES = 120_000
MOST_NODES = 1_500
# A page drawn before its last lines have come may wrap a menu once; 0.1 still counts as good.
MOST_SHIFT = 0.02
SHIFTS = """() => new Promise(done => {
  let sum = 0;
  new PerformanceObserver(list => list.getEntries().forEach(e => sum += e.value))
    .observe({type: "layout-shift", buffered: true});
  setTimeout(() => done(sum), 300);
})"""


@pytest.mark.parametrize("name", ["home", "results", "clinic", "check"])
def test_first_load_is_light(page, live_server, name):
    site = make_site()
    path = {
        "home": "/",
        "results": "/clinics/?condition=t2d",
        "clinic": f"/clinics/{site.checked.clinic.slug}/",
        "check": "/check/",
    }[name]
    bodies = []
    page.on("response", lambda response: bodies.append(response.body()))
    page.goto(live_server.url + path)
    page.wait_for_load_state("networkidle")
    size = sum(len(brotli.compress(body)) for body in bodies)
    nodes = page.evaluate("document.querySelectorAll('*').length")
    blocking = page.locator("script[src]:not([defer]):not([async]):not([type=module])").count()
    print(f"{name}: {size} bytes compressed, {len(bodies)} requests, {nodes} nodes")
    assert size <= MOST_BYTES
    assert nodes <= MOST_NODES
    assert blocking == 0
    assert page.evaluate(SHIFTS) <= MOST_SHIFT


def test_the_unfiltered_results_stay_small(page, live_server):
    make_site()
    page.goto(f"{live_server.url}/clinics/")
    assert page.evaluate("document.querySelectorAll('*').length") <= MOST_NODES
