"""Several panels of one page ask the same question: it is answered once, for that page only."""

from dayaq.kernel.web.once import once, reading_a_page

asked: list[object] = []


@once
def double(number: int, *, add: int = 0) -> int:
    asked.append(number)
    return 2 * number + add


def test_while_a_page_is_read_a_question_is_asked_once() -> None:
    asked.clear()
    with reading_a_page():
        assert [double(2), double(2), double(3), double(2, add=1)] == [4, 4, 6, 5]
    assert asked == [2, 3, 2]


def test_another_page_asks_anew_and_so_does_everything_outside() -> None:
    asked.clear()
    for _page in range(2):
        with reading_a_page():
            double(2)
    double(2)
    double(2)
    assert asked == [2, 2, 2, 2]


def test_an_answer_of_nothing_is_an_answer() -> None:
    calls: list[int] = []

    @once
    def nothing(number: int) -> None:
        calls.append(number)

    with reading_a_page():
        nothing(1)
        nothing(1)
    assert calls == [1]
