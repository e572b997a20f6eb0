"""The table of casualties: the 2009 figures as the authority published them (domain.md T9)."""

from dayaq.people.domain.casualties import CasualtyFacts, share_of_known, tabulate


def casualties_of_2009() -> list[CasualtyFacts]:
    """The 22 records described in domain.md 1.3; which device hurt whom is not published."""
    people = (
        [("killed", "military", False)] * 3
        + [("killed", "civilian", False)]
        + [("injured", "military", False)]
        + [("injured", "civilian", False)] * 16
        + [("injured", "civilian", True)]
    )
    devices = ["ap_mine"] * 4 + ["av_mine"] * 14 + ["other_erw"] * 4
    incidents = [*range(16), *range(6)]
    return [
        CasualtyFacts(number, outcome, status, "male", device, is_child=child)
        for (outcome, status, child), device, number in zip(people, devices, incidents, strict=True)
    ]


def test_the_published_table_of_2009_comes_out() -> None:
    table = tabulate(casualties_of_2009())
    assert (table.casualties, table.incidents) == (22, 16)
    assert table.outcome == {"killed": 4, "injured": 18}
    assert table.civil_status["military"] == 4
    assert table.outcome_by_civil_status[("military", "killed")] == 3
    assert table.outcome_by_civil_status[("military", "injured")] == 1
    assert table.age_group == {"adult": 21, "child": 1}
    assert table.device == {"ap_mine": 4, "av_mine": 14, "other_erw": 4}
    assert share_of_known(table.sex, "male") == (22, 22)
    assert 363 + 1_997 == 2_360


def test_the_unknown_are_counted_but_not_in_the_share() -> None:
    rows = [CasualtyFacts(1, "injured", sex="male"), CasualtyFacts(1, "injured")]
    table = tabulate(rows)
    assert table.sex == {"male": 1, "unknown": 1}
    assert share_of_known(table.sex, "male") == (1, 1)


def test_a_child_is_under_18_at_the_time_of_the_incident() -> None:
    ages = {age: CasualtyFacts(1, "injured", age_at_incident=age).age_group for age in (17, 18)}
    assert ages == {17: "child", 18: "adult"}
