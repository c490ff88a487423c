from collective.prai.core.kept import Kept
from threading import Thread


class TestKept:
    def test_what_was_put_is_got(self):
        kept = Kept(100_000)
        kept.put("a", b"1")
        assert (kept.get("a"), kept.get("b")) == (b"1", None)

    def test_the_least_recently_used_leaves_first(self):
        kept = Kept(10_000)
        for number in range(12):
            kept.put(number, b"x" * 500)
            kept.get(0)
        assert kept.get(0) and not kept.get(1) and kept.get(11)
        assert kept.size <= 10_000

    def test_one_large_body_does_not_empty_the_store(self):
        kept = Kept(10_000)
        kept.put("small", b"x")
        kept.put("large", b"x" * 5_000)
        assert kept.get("small") and kept.get("large") is None

    def test_threads_never_exceed_the_room_nor_lose_count(self):
        kept = Kept(50_000)

        def work(name):
            for number in range(2_000):
                kept.put((name, number % 300), b"x" * (number % 700))
                kept.get((name, number % 100))

        threads = [Thread(target=work, args=(name,)) for name in "abcd"]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert kept.size == sum(weight for _body, weight in kept._held.values()) <= 50_000

    def test_the_same_key_is_counted_once(self):
        kept = Kept(100_000)
        kept.put("a", b"1")
        kept.put("a", b"22")
        assert (len(kept), kept.get("a"), kept.size) == (1, b"22", 502)
