"""Who may open a request, and what a published price says about tax."""

import pytest

from clinics.models import PriceSheet
from quotes import actions, links, published
from quotes.models import QuoteRequest
from trust import links as secret_links


def test_a_total_with_tax_is_never_called_without():
    sheet = PriceSheet(
        tax="excluded", jpy_min=1_000_000, total_min=1_100_000, total_max=1_100_000, basis="dose"
    )
    assert published.as_answer(sheet)["tax"] == "included"
    assert published.form_initial(sheet)["tax"] == "included"


@pytest.mark.django_db
def test_a_new_private_link_ends_the_confirmation_link():
    request = QuoteRequest(state="checking")
    old = secret_links.issue(
        purpose=links.CONFIRM, object_id=request.pk, expires_at="2099-01-01T00:00:00Z"
    )
    actions.renew_link(request=request)
    assert secret_links.resolve(purpose=links.CONFIRM, token=old.token) is None
