// Short marks: status, severity, what is not sure. Each is told in words, never by color alone.

import { el } from "../dom.js";
import { percent, say, t } from "../i18n.js";

/** The status of a lead. */
export function status(lead) {
  return el("span", { class: `badge status-${lead.status}` }, say(lead.status_title));
}

/** How serious a lead is, of five. */
export function severity(n) {
  const marks = "●".repeat(n) + "○".repeat(Math.max(0, 5 - n));
  return el("span", { class: "severity", title: t("lead.severity_of", { n }) },
    el("span", { "aria-hidden": "true" }, marks), el("span", { class: "unseen" }, t("lead.severity_of", { n })));
}

/** What has to be known before a lead is relied on: identity not sure, excluded, no longer found. */
export function cautions(lead) {
  return [
    lead.identity_note && el("span", { class: "badge caution" }, t("lead.identity_note")),
    lead.excluded_by && el("span", { class: "badge" }, t("lead.suppressed")),
    !lead.holds && el("span", { class: "badge" }, t("lead.gone")),
  ];
}

/** How sure it is that the records are of the same person. */
export function confidence(share) {
  return el("span", {}, percent(share));
}
