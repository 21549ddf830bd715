"""What a case system does with Clew: screen a case, take a lead, record its outcome, read its own journal.

    CLEW_URL=http://127.0.0.1:8000 CLEW_KEY=clew_… python case_system.py CASE_NO --outcome dismissed --reason "…"

It needs `httpx` alone. Names and numbers come masked; what was looked at stands in the journal under the key's name.
"""

import argparse
import os
import sys
from typing import Any
from urllib.parse import quote

import httpx

ATTEMPTS = 3
"""How often a lead is opened again because somebody else changed it meanwhile."""


class Refused(Exception):
    """Clew answered with a problem: its sentence, in the language that was asked for."""

    def __init__(self, problem: dict[str, Any]) -> None:
        super().__init__(problem["detail"])
        self.code, self.status = problem["code"], problem["status"]


class Clew:
    """The calls that a case system needs."""

    def __init__(self, url: str, key: str, language: str = "en") -> None:
        headers = {"Authorization": f"Bearer {key}", "Accept-Language": language}
        self._http = httpx.Client(base_url=url, headers=headers, timeout=60)

    def ask(self, method: str, path: str, **what: Any) -> httpx.Response:
        """Return an answer. Raises Refused for a problem."""
        answer = self._http.request(method, path, **what)
        if answer.headers.get("content-type") == "application/problem+json":
            raise Refused(answer.json())
        return answer.raise_for_status()

    def screen(self, case_no: str) -> dict[str, Any]:
        """Return everyone in a case with what else is known of them, and the ties between them."""
        return dict(self.ask("POST", f"/v1/cases/{quote(case_no, safe='')}/screen").json())

    def change(self, lead_id: str, **change: str) -> dict[str, Any]:
        """Change a lead as it stands now; where somebody was faster, look at it again."""
        for attempt in range(1, ATTEMPTS + 1):
            seen = self.ask("GET", f"/v1/leads/{lead_id}").headers["ETag"]
            try:
                return dict(self.ask("PATCH", f"/v1/leads/{lead_id}", json=change, headers={"If-Match": seen}).json())
            except Refused as refused:
                if refused.code != "changed_meanwhile" or attempt == ATTEMPTS:
                    raise
        raise AssertionError


def work(clew: Clew, case_no: str, outcome: str, reason: str) -> None:
    """Screen a case; take the strongest lead about its parties and record what came of it."""
    found = clew.screen(case_no)
    print(f"{case_no}: {found['parties_total']} parties, {len(found['ties'])} ties between them")
    leads = {}
    for party in found["parties"]:
        print(f"  {party['title']}: {len(party['other_cases'])} other cases, {len(party['leads'])} open leads")
        leads |= {lead["lead_id"]: lead for lead in party["leads"]}
    if not leads:
        print(f"No open lead is about them; {outcome} was not recorded.")
    else:
        lead = max(leads.values(), key=lambda one: (one["severity"], one["lead_id"]))
        print(f"{lead['lead_id']} {lead['explanation']['en']}")
        me = clew.ask("GET", "/v1/session").json()["name"]
        clew.change(lead["lead_id"], assignee=f"key:{me}", reason="taken over by the case system")
        done = clew.change(lead["lead_id"], status=outcome, reason=reason)
        print(f"{done['lead_id']} is {done['status']}, assigned to {done['assignee']}")
    for entry in clew.ask("GET", "/v1/journal", params={"limit": 10}).json()["entries"]:
        print(f"  {entry['at']}  {entry['action']}  {entry['subject']}  {entry['reason']}")


def main() -> None:
    """Do it for a case."""
    parser = argparse.ArgumentParser()
    parser.add_argument("case_no")
    parser.add_argument("--outcome", default="triage", help="the new status of the lead")
    parser.add_argument("--reason", required=True, help="why; kept in the history of the lead")
    given = parser.parse_args()
    try:
        clew = Clew(os.environ["CLEW_URL"], os.environ["CLEW_KEY"])
        work(clew, given.case_no, given.outcome, given.reason)
    except KeyError as missing:
        sys.exit(f"Set {missing.args[0]} in the environment.")
    except (Refused, httpx.HTTPError) as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
