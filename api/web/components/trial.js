// Trying a rule with other parameters; nothing of it is stored.

import { post } from "../api.js";
import { el, fill, text } from "../dom.js";
import { coded, listed, money, percent, say, shown, t, word } from "../i18n.js";
import { session } from "../session.js";
import { sending } from "../views/login.js";
import { choice, labelled } from "./form.js";
import { partLink } from "./part.js";
import { table } from "./table.js";

/** The form of a rule's parameters, and what the rule finds with them. */
export function trial(modelId, rule) {
  const fields = rule.parameters.map((one) => [one, field(one)]);
  for (const [, made] of fields) made.dataset.first = made.value;
  const day = el("input", { type: "date", value: session().as_of ?? "" });
  const seconds = el("input", { type: "number", min: 1, max: 120, value: "30" });
  const said = el("div");
  const found = el("div", { "aria-live": "polite" });
  const run = sending(said, async () => {
    fill(found, el("p", { class: "quiet" }, t("page.loading")));
    try {
      const answer = await post(`/v1/models/${encodeURIComponent(modelId)}/run`, {
        rule: rule.id, parameters: changed(fields), as_of: day.value || null, timeout_seconds: Number(seconds.value),
      });
      fill(found, results(rule, answer));
    } catch (error) {
      fill(found);
      throw error;
    }
  });
  return [
    el("form", { class: "filters", onsubmit: run },
      fields.map(([one, made]) => labelled(one.unit ? t("trial.in", { what: say(one.title), unit: word("unit", one.unit) }) : say(one.title), made)),
      labelled(t("trial.as_of"), day), labelled(t("trial.seconds"), seconds),
      el("button", { type: "submit" }, t("trial.run"))),
    said, found,
  ];
}

const NUMBERS = ["whole", "decimal"];

function field(one) {
  const value = String(one.default ?? "");
  if (NUMBERS.includes(one.type)) {
    return el("input", { type: "number", value, min: one.min, max: one.max, step: one.type === "whole" ? 1 : "any" });
  }
  if (one.type === "flag") return choice([["true", t("word.yes")], ["false", t("word.no")]], value.toLowerCase());
  return el("input", { value, dir: "auto" });
}

function changed(fields) {
  const told = fields.filter(([one, made]) => made.value !== "" && made.value !== made.dataset.first);
  return Object.fromEntries(told.map(([one, made]) => [one.name, typed(one, made.value)]));
}

function typed(one, value) {
  if (NUMBERS.includes(one.type)) return Number(value);
  if (one.type === "flag") return value === "true";
  return one.type === "words" ? value.split(",").map((part) => part.trim()).filter(Boolean) : value;
}

function results(rule, answer) {
  const values = rule.shows.map((one) => [say(one.title), (row) => text(valueOf(row.values[one.name], one.unit))]);
  return [
    el("p", {}, t("trial.found", { total: answer.total, excluded: answer.excluded, shown: answer.findings.length })),
    table(t("trial.title"), [
      [t("lead.principal"), (row) => partLink(row.principal)],
      [t("lead.parties"), (row) => row.parties.map((one) => [partLink(one), " "])],
      [t("lead.event"), (row) => text(row.event_key)],
      [t("lead.event_date"), (row) => row.event_date ?? "—", "day"],
      [t("lead.amount"), (row) => money(row.amount_cny), "number"],
      ...values,
      [t("lead.identity"), (row) => percent(row.identity_confidence), "number"],
      [t("lead.exclusions"), (row) => say(row.excluded_title) || "—"],
    ], answer.findings),
  ];
}

function valueOf(value, unit) {
  if (Array.isArray(value)) return listed(value.map((one) => valueOf(one, unit)));
  return typeof value === "string" ? coded(value) : shown(value, unit);
}
