from trust.digests import digest, email_digest


def test_purposes_are_separate_and_equal_values_equal():
    assert digest("a", "x") == digest("a", "x")
    assert digest("a", "x") != digest("b", "x")
    assert len(digest("a", "x")) == 64


def test_another_key_gives_another_digest(settings):
    before = digest("a", "x")
    settings.DIGEST_KEY = "another"
    assert digest("a", "x") != before


def test_addresses_typed_differently_are_one():
    assert email_digest(" Ana@Example.ORG ") == email_digest("ana@example.org")
    assert email_digest("ａna@example.org") == email_digest("ana@example.org")
    assert email_digest("ana@example.org") != email_digest("anna@example.org")


def test_lone_surrogates_do_not_stop_the_digest():
    assert len(digest("a", "\ud800")) == 64
