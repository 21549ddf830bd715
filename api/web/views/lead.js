// One lead: the sentence, what was compared, the evidence, the law, and the decision.

import { get } from "../api.js";
import { cautions, confidence, severity, status } from "../components/badges.js";
import { decideForm } from "../components/decide.js";
import { evidence } from "../components/evidence.js";
import { law } from "../components/law.js";
import { announce } from "../components/message.js";
import { partLink } from "../components/part.js";
import { facts, table } from "../components/table.js";
import { timeline } from "../components/timeline.js";
import { el, text } from "../dom.js";
import { moment, money, say, shown, t, word } from "../i18n.js";
import { answerTo } from "../keys.js";
import { go, to } from "../router.js";
import { may, titles } from "../session.js";

/** The lead of an address. */
export async function lead({ parts, signal, redraw }) {
  const found = await get(`/v1/leads/${encodeURIComponent(parts[0])}`, {}, signal);
  answerTo([
    { keys: ["g"], says: t("keys.graph"), run: () => go(["graph"], start(found)) },
    { keys: ["u"], says: t("keys.leads"), run: () => go(["leads"]) },
  ]);
  return [
    el("p", {}, el("a", { href: to(["leads"]) }, `← ${t("lead.back")}`)),
    heading(found),
    el("div", { class: "columns" },
      el("div", { class: "main-column" },
        section(t("lead.values"), quantities(t("lead.values"), found.values)),
        section(t("lead.evidence"), evidence(found.evidence)),
        section(t("lead.timeline"), timeline(found.timeline, day)),
        section(t("lead.parameters"), quantities(t("lead.parameters"), found.parameters))),
      el("div", { class: "side-column" },
        may("decide") && section(t("lead.decide"), decideForm(found, () => { announce(t("decide.done")); redraw(); }, redraw)),
        section(t("lead.parties"), parties(found)),
        section(t("lead.exclusions"), exclusions(found)),
        section(t("lead.law", { day: found.event_date ?? "—" }), law(found.legal_basis)),
        section(t("lead.history"), history(found)))),
  ];
}

function heading(found) {
  return [
    el("div", { class: "row head" },
      el("h1", {}, `${found.model_id} ${found.rule} `, say(found.rule_title)),
      may("look") && el("a", { class: "button", href: to(["graph"], start(found)) }, t("lead.graph"))),
    el("p", { class: "sentence" }, text(say(found.explanation))),
    found.identity_note && el("p", { class: "problem" }, t("lead.identity_explained")),
    facts([
      [t("lead.status"), [status(found), cautions(found)]],
      [t("lead.severity"), severity(found.severity)],
      [t("lead.model"), say(found.model_title)],
      [t("lead.event"), text(found.event_key)],
      [t("lead.event_date"), found.event_date],
      [t("lead.amount"), found.amount_cny === null ? null : money(found.amount_cny)],
      [t("lead.identity"), confidence(found.identity_confidence)],
      [t("lead.weakest"), weakest(found.weakest_link)],
      [t("lead.assignee"), found.assignee && text(found.assignee)],
      [t("lead.as_of"), found.as_of],
      [t("lead.id"), el("code", {}, found.lead_id)],
    ]),
  ];
}

function weakest(link) {
  if (!link) return null;
  const title = say(link.title);
  return may("look") ? el("a", { href: to(["entities", link.entity_id]) }, title) : title;
}

function start(found) {
  const other = found.parties[0]?.id ?? "";
  return other ? { from: found.principal.id, to: other } : { node: found.principal.id };
}

function section(title, ...content) {
  return el("section", {}, el("h2", {}, title), content);
}

function quantities(caption, rows) {
  return table(caption, [
    [t("value.name"), (one) => say(one.title)],
    [t("value.value"), (one) => text(shown(one.value, one.unit))],
    [t("value.unit"), (one) => one.unit && word("unit", one.unit)],
  ], rows);
}

function day(one) {
  return [text(one.title), " ", el("small", {}, text(one.table_title))];
}

function parties(found) {
  return el("ul", { class: "plain-list" },
    el("li", {}, partLink(found.principal), " ", el("small", {}, t("lead.principal"))),
    found.parties.map((one) => el("li", {}, partLink(one))));
}

function exclusions(found) {
  return table(t("lead.exclusions"), [
    [t("exclusion.title"), (one) => say(one.title)],
    [t("exclusion.applied"), (one) => el("span", { class: one.applied ? "badge caution" : null }, one.applied ? t("exclusion.yes") : t("exclusion.no"))],
  ], found.exclusions);
}

function history(found) {
  return el("ol", { class: "timeline" }, found.history.map((one) => el("li", {},
    el("time", { datetime: one.at }, moment(one.at)),
    el("div", {}, text(one.actor), " · ", word("history", one.what), " ", text(detail(one))))));
}

/** What was changed; the two statuses of a change (`screening → triage: why`) in the reader's words. */
function detail(one) {
  if (one.what !== "status") return one.detail;
  const [change, ...why] = one.detail.split(": ");
  const named = change.split(" → ").map((code) => say(titles().statuses.find((known) => known.status === code)?.title) || code);
  return [named.join(" → "), ...why].join(": ");
}
