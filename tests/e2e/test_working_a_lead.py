"""A morning's work: a lead is read, followed to a tie between two people, decided and taken along."""

import csv
import io

from tests.e2e.conftest import Enter
from tests.e2e.walker import Walker
from tests.e2e.words import ZH

OPEN = "tr.lead .says a"


def opened(walker: Walker, place: int = 0) -> str:
    """Open a lead of the list that is shown, and return its id."""
    link = walker.page.locator(OPEN).nth(place)
    lead = str(link.get_attribute("href")).rpartition("/")[2]
    link.click()
    walker.page.locator(".sentence").wait_for()
    walker.drawn()
    return lead


def decide(walker: Walker, status: str, reason: str) -> None:
    """Decide the lead that is open."""
    walker.page.get_by_label(ZH["lead.status"]).select_option(status)
    walker.page.get_by_label(ZH["decide.reason"]).fill(reason)
    walker.page.get_by_role("button", name=ZH["decide.save"]).click()


def history(walker: Walker) -> str:
    """Return what became of the lead that is open."""
    return walker.page.locator("section", has=walker.page.get_by_role("heading", name=ZH["lead.history"])).inner_text()


def test_the_strongest_lead_shows_the_rows_that_prove_it(enter: Enter) -> None:
    walker = enter("leads")
    opened(walker)
    rows = walker.page.locator("article.evidence")
    assert rows.count() >= 2
    for row in rows.all():
        marked = row.locator(".deciding")
        assert 0 < marked.count() < row.locator(".cells > div").count()
        assert ZH["evidence.deciding"] in marked.first.text_content()
        assert (
            marked.first.evaluate("one => getComputedStyle(one).outlineStyle + getComputedStyle(one).borderStyle")
            != "nonenone"
        )


def test_a_lead_leads_through_the_graph_to_a_tie_with_another_person(enter: Enter) -> None:
    walker = enter("leads")
    lead = opened(walker)
    page = walker.page
    page.get_by_role("link", name=ZH["lead.graph"]).click()
    page.locator(".expand").wait_for()
    page.get_by_role("button", name="配偶").click()
    others = page.locator("#list-nodes li")
    others.nth(1).wait_for()
    other = others.nth(1)
    assert "自然人" in other.inner_text()
    other.get_by_role("button", name=ZH["graph.also"]).click()
    page.get_by_role("button", name=ZH["graph.path"]).click()
    step = page.locator(".paths .step").first
    step.click()
    page.locator(".graph-panel .place").first.wait_for()
    page.go_back()
    walker.drawn()
    assert page.url.endswith(lead)


def test_a_hidden_tie_opens_as_the_path_between_the_two(enter: Enter) -> None:
    walker = enter("leads?model=H01")
    opened(walker)
    two = walker.page.locator("section", has=walker.page.get_by_role("heading", name=ZH["lead.parties"])).locator("a")
    names = two.all_inner_texts()
    walker.page.get_by_role("link", name=ZH["lead.graph"]).click()
    best = walker.page.locator(".paths li").first.inner_text()
    assert names[0] in best
    assert names[1] in best


def test_a_decision_is_seen_with_its_reason(enter: Enter) -> None:
    walker = enter("leads?model=M01")
    opened(walker)
    decide(walker, "verification", "已调取租赁合同")
    walker.page.get_by_text(ZH["decide.done"]).wait_for()
    walker.drawn()
    assert walker.page.locator(".facts .badge").first.inner_text() == "核查"
    assert "已调取租赁合同" in history(walker)


def test_an_export_takes_the_lead_along(enter: Enter) -> None:
    walker = enter("leads")
    lead = str(walker.page.locator(OPEN).first.get_attribute("href")).rpartition("/")[2]
    name, data = walker.downloaded(lambda: walker.page.get_by_role("button", name="CSV").click())
    assert name == "leads.csv"
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    assert lead in [row[next(iter(row))] for row in rows]


def test_who_decides_second_is_told_and_overwrites_nothing(enter: Enter) -> None:
    one, two = enter("leads?model=M20"), enter("leads?model=M20")
    lead = opened(one, 1)
    assert opened(two, 1) == lead
    decide(one, "triage", "甲先处理")
    one.page.get_by_text(ZH["decide.done"]).wait_for()
    decide(two, "dismissed", "乙后处理")
    two.page.locator("form.decide .problem").wait_for()
    two.refused(412)
    two.page.get_by_role("button", name=ZH["decide.reload"]).click()
    two.page.get_by_text("甲先处理").wait_for()
    two.drawn()
    assert two.page.locator(".facts .badge").first.inner_text() == "分流"
    assert "乙后处理" not in history(two)
