from pinger import ping


def test_a_ping_is_a_coroutine():
    assert ping(1).close() is None
