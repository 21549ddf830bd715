// What is known of one entity or thing, each fact with the rows it comes from.

import { get } from "../api.js";
import { groups } from "../components/groups.js";
import { leadTable } from "../components/lead_table.js";
import { mentions } from "../components/mentions.js";
import { kindOf, named, partLink } from "../components/part.js";
import { facts, table } from "../components/table.js";
import { timeline } from "../components/timeline.js";
import { el, text } from "../dom.js";
import { aside, coded, say, shown, t, word } from "../i18n.js";
import { answerTo } from "../keys.js";
import { go, to } from "../router.js";
import { may } from "../session.js";

/** The dossier of an address. */
export async function dossier({ parts, signal }) {
  const found = await get(`/v1/entities/${encodeURIComponent(parts[0])}`, {}, signal);
  answerTo([{ keys: ["g"], says: t("keys.graph"), run: () => go(["graph"], { node: found.id }) }]);
  const sections = [
    ["leads", t("nav.leads"), found.leads.length && [leadTable(found.leads), rest(found)]],
    ["identifiers", t("dossier.identifiers"), found.identifiers.length && identifiers(found.identifiers)],
    ...found.groups.map((one) => [one.group, say(one.title), groups(found.id, one)]),
    ["timeline", t("lead.timeline"), found.timeline.length && timeline(found.timeline, day)],
    ["mentions", t("dossier.mentions", { n: found.mentions_total }), found.mentions.length && mentions(found)],
  ].filter(([, , content]) => content);
  return [heading(found), contents(sections),
    sections.map(([name, title, content]) =>
      el("section", { class: "panel", id: `part-${name}`, "aria-label": title }, el("h2", { tabindex: "-1" }, title), content))];
}

function heading(found) {
  return [
    el("div", { class: "row head" },
      el("h1", {}, text(named(found)), " ", el("span", { class: "kind" }, kindOf(found.label))),
      el("div", { class: "row" },
        found.label === "Case" && may("screen") && el("a", { class: "button", href: to(["screen", found.id]) }, t("screen.start")),
        el("a", { class: "button", href: to(["graph"], { node: found.id }) }, t("lead.graph")))),
    found.superseded_from && el("p", { class: "notice" }, t("dossier.superseded", { id: found.superseded_from })),
    found.updating && el("p", { class: "problem" }, t("page.updating")),
    found.edges_total > found.edges_shown && el("p", { class: "problem" }, t("dossier.hub", { n: found.edges_total, shown: found.edges_shown })),
    found.flags.map((flag) => el("span", { class: "badge caution" }, word("flag", flag))),
    facts([
      ...found.properties.filter((one) => !["names", "numbers", "flags"].includes(one.name) || one.value.length > 1)
        .map((one) => [say(one.title), text(valueOf(one.value))]),
      [t("lead.id"), el("code", {}, found.id)],
    ]),
  ];
}

function valueOf(value) {
  return typeof value === "string" ? coded(value) : shown(value);
}

function contents(sections) {
  const jump = (name) => (event) => {
    event.preventDefault();
    const heading = document.querySelector(`#part-${name} h2`);
    heading.scrollIntoView();
    heading.focus({ preventScroll: true });
  };
  return el("nav", { "aria-label": t("dossier.contents") }, el("ul", { class: "chips" },
    sections.map(([name, title]) => el("li", {}, el("a", { class: "button", href: `#part-${name}`, onclick: jump(name) }, title)))));
}

function rest(found) {
  if (found.leads_total <= found.leads.length) return null;
  return el("p", {}, el("a", { href: to(["leads"], { entity: found.id }) }, t("dossier.all_leads", { n: found.leads_total })));
}

function identifiers(rows) {
  return table(t("dossier.identifiers"), [
    [t("word.kind"), (one) => kindOf(one.kind)],
    [t("value.value"), (one) => (one.id ? partLink({ id: one.id, title: one.value, label: one.kind }, { kind: false }) : text(shown(one.value)))],
    [t("dossier.valid"), (one) => (one.valid === false ? el("span", { class: "badge caution" }, t("dossier.invalid")) : shown(one.valid))],
    [t("word.from"), (one) => one.valid_from ?? "—", "day"],
    [t("word.until"), (one) => one.valid_to ?? "—", "day"],
    [t("dossier.holders"), (one) => shown(one.holders), "number"],
  ], rows);
}

function day(one) {
  return [say(one.title), one.role && aside(coded(one.role)), " ", partLink(one.other)];
}
