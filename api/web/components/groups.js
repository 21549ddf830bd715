// What an entity is tied to, group by group: cases, custody, family, assets, …

import { el, text } from "../dom.js";
import { apart, coded, percent, say, shown, t, telling } from "../i18n.js";
import { place } from "./evidence.js";
import { partLink } from "./part.js";
import { table } from "./table.js";

const TOLD = 4;
const IN_THE_NAME = ["name", "names", "number", "numbers", "case_no", "county", "flags", "first_seen", "in_register"];

/** One group of ties of the node `id`. */
export function groups(id, group) {
  return [
    table(say(group.title), [
      [t("group.tie"), (one) => [direction(id, one.edge), say(one.edge.title)]],
      [t("screen.role"), (one) => [coded(one.edge.role), " ", coded(one.edge.kind), " ", one.edge.via && partLink(one.edge.via)]],
      [t("group.other"), (one) => partLink(one.other)],
      [t("word.period"), (one) => period(one.edge), "day"],
      [t("group.facts"), facts],
      [t("lead.identity"), (one) => (one.edge.confidence === null ? "—" : percent(one.edge.confidence)), "number"],
      [t("lead.evidence"), (one) => places(one.edge)],
    ], group.rows),
    group.total === null && el("p", { class: "quiet" }, t("group.uncounted", { shown: group.shown })),
    group.total > group.shown && el("p", { class: "quiet" }, t("group.more", { n: group.total, shown: group.shown })),
  ];
}

function direction(id, edge) {
  const out = edge.from === id;
  return [el("span", { "aria-hidden": "true" }, out ? "→ " : "← "), el("span", { class: "unseen" }, out ? t("group.out") : t("group.in"))];
}

/** The days of an edge. */
export function period(edge) {
  if (edge.apart) return t("group.apart");
  if (edge.at) return edge.at;
  if (!edge.valid_from && !edge.valid_to) return "—";
  return edge.valid_from === edge.valid_to ? edge.valid_from : `${edge.valid_from ?? "?"} – ${edge.valid_to ?? ""}`;
}

function facts(one) {
  const told = (one.facts ?? []).filter((fact) => !IN_THE_NAME.includes(fact.name)).slice(0, TOLD);
  return told.map((fact, place) => [place > 0 && apart(["", ""]), el("span", { class: "fact" }, telling(say(fact.title)), text(valueOf(fact.value)))]);
}

function valueOf(value) {
  return typeof value === "string" ? coded(value) : shown(value);
}

/** The rows that state an edge; the first is seen, the others open. */
export function places(edge) {
  if (!edge.evidence.length) return "—";
  const [first, ...others] = edge.evidence;
  const hidden = edge.evidence_total - edge.evidence.length;
  return [place(first), others.length > 0 && el("details", {}, el("summary", {}, t("group.rows", { n: edge.evidence_total })),
    el("ul", { class: "plain-list" }, others.map((one) => el("li", {}, place(one))),
      hidden > 0 && el("li", {}, t("group.hidden", { n: hidden }))))];
}
