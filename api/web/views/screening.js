// Everyone in a case at once: what else is known of each, and what ties them.

import { post } from "../api.js";
import { labelled } from "../components/form.js";
import { leadTable } from "../components/lead_table.js";
import { partLink } from "../components/part.js";
import { table } from "../components/table.js";
import { el, text } from "../dom.js";
import { aside, coded, listed, say, t } from "../i18n.js";
import { go, to } from "../router.js";
import { may } from "../session.js";

/** Ask for a case number. */
export function screenStart() {
  const field = el("input", { required: true, maxlength: 200, dir: "auto", autocomplete: "off" });
  const start = (event) => {
    event.preventDefault();
    if (field.value.trim()) go(["screen", field.value.trim()]);
  };
  return [
    el("h1", {}, t("screen.title")), el("p", { class: "quiet" }, t("screen.explained")),
    el("form", { class: "stack narrow", onsubmit: start },
      labelled(t("screen.number"), field), el("p", {}, el("button", { type: "submit" }, t("screen.start")))),
  ];
}

/** The case of an address, by its number or id. */
export async function screening({ parts }) {
  const found = await post(`/v1/cases/${encodeURIComponent(parts[0])}/screen`);
  return [
    el("h1", {}, t("screen.title"), " ", text(found.cases[0]?.title || found.case_no)),
    found.updating && el("p", { class: "problem" }, t("page.updating")),
    el("p", {}, t("screen.cases"), found.cases.map((one) => partLink(one)), " ", t("screen.parties", { n: found.parties_total })),
    found.parties_total > found.parties.length && el("p", { class: "problem" }, t("screen.more", { shown: found.parties.length })),
    el("section", {}, el("h2", {}, t("screen.ties")), ties(found.ties)),
    el("section", {}, el("h2", {}, t("screen.overview")), overview(found.parties)),
    found.parties.map(party),
  ];
}

function ties(rows) {
  return table(t("screen.ties"), [
    [t("screen.one"), (one) => partLink(one.a)],
    [t("screen.tie"), (one) => one.kinds.map((kind, place) => `${say(one.types[place])}${aside(coded(kind))}`).join(" – ")],
    [t("screen.via"), (one) => (one.via ? partLink(one.via) : "—")],
    [t("screen.other"), (one) => partLink(one.b)],
    [t("screen.shared_by"), (one) => one.size, "number"],
    [t("word.period"), (one) => (one.apart ? t("group.apart") : period(one.valid_from, one.valid_to)), "day"],
    [t("search.next"), (one) => may("look") && el("a", { class: "button", href: to(["graph"], { from: one.a.id, to: one.b.id }) }, t("nav.graph"))],
  ], rows, { empty: t("screen.no_ties") });
}

const SECTIONS = [
  ["other_cases", () => t("screen.other_cases")],
  ["judgments", () => t("screen.judgments")],
  ["custody", () => t("screen.custody")],
  ["corrections", () => t("screen.corrections")],
  ["measures", () => t("screen.measures")],
  ["decisions", () => t("screen.decisions")],
  ["lists", () => t("screen.lists")],
  ["leads", () => t("screen.leads")],
];

function overview(parties) {
  return table(t("screen.overview"), [
    [t("screen.party"), (one) => partLink(one)],
    [t("screen.role"), (one) => listed(one.roles.map(coded))],
    ...SECTIONS.map(([name, title]) => [title(), (one) => one[name].length || "—", "number"]),
  ], parties);
}

function party(one) {
  const told = SECTIONS.filter(([name]) => name !== "leads" && one[name].length);
  if (!told.length && !one.leads.length && !one.cut) return null;
  return el("section", { class: "panel" }, el("h2", {}, partLink(one), " ", el("small", {}, listed(one.roles.map(coded)))),
    one.cut && el("p", { class: "problem" }, t("screen.cut")),
    told.map(([name, title]) => [el("h3", {}, title()), lines(title(), one[name])]),
    one.leads.length > 0 && [el("h3", {}, t("screen.leads")), leadTable(one.leads)]);
}

function lines(title, rows) {
  return table(title, [
    [t("screen.what"), (one) => partLink(one)],
    [t("word.kind"), (one) => [coded(one.kind), one.crime && [" ", text(one.crime)]]],
    [t("screen.role"), (one) => coded(one.role)],
    [t("lead.status"), (one) => coded(one.status)],
    [t("word.period"), (one) => period(one.day, one.until), "day"],
  ], rows);
}

function period(from, until) {
  if (!from && !until) return "—";
  return until && until !== from ? `${from ?? "?"} – ${until}` : from;
}
