// Leads as rows: of a list, of an entity, of a case.

import { el, text } from "../dom.js";
import { money, say, t } from "../i18n.js";
import { to } from "../router.js";
import { may } from "../session.js";
import { cautions, confidence, severity, status } from "./badges.js";
import { partLink } from "./part.js";
import { table } from "./table.js";

/** A table of leads. `focused` hears which row the focus is on; with `decide` each row has a button for it. */
export function leadTable(rows, focused = () => {}, decide = null) {
  const columns = [
    [t("lead.severity"), (lead) => severity(lead.severity)],
    [t("lead.rule"), (lead) => el("span", { title: say(lead.model_title) }, `${lead.model_id} ${lead.rule} `, say(lead.rule_title))],
    [t("lead.principal"), (lead) => partLink(lead.principal, { kind: false }), "who"],
    [t("lead.says"), sentence, "says"],
    [t("lead.event_date"), (lead) => lead.event_date ?? "—", "day"],
    [t("lead.amount"), (lead) => money(lead.amount_cny), "number"],
    [t("lead.identity"), (lead) => confidence(lead.identity_confidence), "number"],
    [t("lead.status"), (lead) => [status(lead), cautions(lead)], "state"],
    [t("lead.assignee"), (lead) => (lead.assignee ? text(lead.assignee) : "—")],
  ];
  if (decide && may("decide")) {
    columns.push([t("lead.decide"), (lead, place) => el("button", {
      type: "button", onclick: () => decide(place), "aria-label": `${t("lead.decide")} ${lead.lead_id}`,
    }, t("lead.decide"))]);
  }
  return table(t("leads.title"), columns, rows, {
    empty: t("leads.none"), row: (_, place) => ({ class: "lead", onfocusin: (event) => event.target.closest(".says") && focused(place) }),
  });
}

function sentence(lead) {
  return el("a", { href: to(["leads", lead.lead_id]) }, text(say(lead.explanation)));
}
