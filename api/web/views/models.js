// Supervision models: what each looks for, on which law it rests, and a trial with other parameters.

import { getPlain } from "../api.js";
import { severity } from "../components/badges.js";
import { law } from "../components/law.js";
import { table } from "../components/table.js";
import { trial } from "../components/trial.js";
import { el, text } from "../dom.js";
import { apart, say, t, word } from "../i18n.js";
import { to } from "../router.js";
import { may } from "../session.js";

/** The list of models. */
export async function models({ signal }) {
  const found = await getPlain("/v1/models", {}, signal);
  return [
    el("h1", {}, t("models.title")),
    table(t("models.title"), [
      [t("models.id"), (one) => one.id],
      [t("models.name"), (one) => el("a", { href: to(["models", one.id]) }, text(say(one.title)))],
      [t("models.department"), (one) => word("department", one.department)],
      [t("models.maturity"), (one) => word("maturity", one.maturity)],
      [t("models.rules"), (one) => apart(one.rules.map((rule) => `${rule.id} ${say(rule.title)}`))],
    ], found.models),
  ];
}

/** One model with its rules. */
export async function model({ parts, signal }) {
  const found = await getPlain(`/v1/models/${encodeURIComponent(parts[0])}`, {}, signal);
  return [
    el("p", {}, el("a", { href: to(["models"]) }, `← ${t("models.title")}`)),
    el("h1", {}, `${found.id} `, text(say(found.title))),
    el("p", {}, t("models.action"), text(found.action), " · ", word("department", found.department), " · ",
      word("maturity", found.maturity), " · ", t("models.revision", { n: found.revision })),
    found.notes && el("p", { class: "sentence" }, text(say(found.notes))),
    may("leads") && el("p", {}, el("a", { class: "button", href: to(["leads"], { model: found.id }) }, t("models.leads"))),
    found.rules.map((rule) => ruleOf(found, rule)),
  ];
}

const OF_EVERY_LEAD = {
  principal: "lead.principal", event_key: "lead.event", event_date: "lead.event_date", amount: "lead.amount", parties: "lead.parties", as_of: "lead.as_of",
};

/** The sentence of a rule, with what each lead fills in told by its title. */
function pattern(rule) {
  const titles = Object.fromEntries([...rule.shows, ...rule.parameters].map((one) => [one.name, say(one.title)]));
  return say(rule.says).replace(/\{(\w+)\}/g, (_, name) => `[${titles[name] ?? (name in OF_EVERY_LEAD ? t(OF_EVERY_LEAD[name]) : name)}]`);
}

function ruleOf(found, rule) {
  return el("details", { class: "panel" },
    el("summary", {}, el("h2", {}, `${rule.id} `, say(rule.title), " ", severity(rule.severity))),
    el("p", {}, text(pattern(rule))),
    rule.notes && el("p", { class: "quiet" }, text(say(rule.notes))),
    el("p", {}, t("models.needs"), el("code", {}, rule.needs.join(", ") || "—"), " · ", t("models.helps"),
      el("code", {}, rule.helps.join(", ") || "—")),
    el("h3", {}, t("lead.exclusions")),
    el("ul", {}, rule.exclusions.map((one) => el("li", {}, say(one.title)))),
    el("h3", {}, t("law.title")), law(rule.legal_basis),
    may("try") && [el("h3", {}, t("trial.title")), trial(found.id, rule)]);
}
