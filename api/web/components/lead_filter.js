// By what leads are filtered and sorted, with how many there are of each.

import { el } from "../dom.js";
import { say, t } from "../i18n.js";
import { session } from "../session.js";
import { choice, labelled, tick } from "./form.js";

const NAMES = ["model", "rule", "status", "severity", "assignee", "entity", "suppressed", "gone", "sort", "offset"];
const SORTS = ["strength", "newest", "amount", "model"];

/** The filter that an address holds. */
export function filterOf(query) {
  return Object.fromEntries(NAMES.map((name) => [name, query.get(name) ?? ""]));
}

/** The bar of filters; `change` is given what was chosen anew. */
export function filterBar(found, wanted, change) {
  const field = (name, title, options) => {
    const made = choice(options, wanted[name], (value) => change({ [name]: value }));
    made.id = `filter-${name}`;
    return labelled(title, made);
  };
  const counted = (title, n) => `${title} (${n})`;
  const models = found.models.map((one) => [one.id, `${one.id} ${say(one.title)}`, one.n]);
  const statuses = found.statuses.map((one) => [one.status, say(one.title), one.n]);
  const rules = found.models.find((one) => one.id === wanted.model)?.rules ?? [];
  return [
    chips("model", t("filter.model"), models, wanted.model, (model) => change({ model, rule: "" })),
    chips("status", t("filter.status"), statuses, wanted.status, (status) => change({ status })),
    fields(),
  ];

  function fields() {
    return el("form", { class: "filters", "aria-label": t("filter.label"), onsubmit: (event) => event.preventDefault() },
      field("rule", t("filter.rule"), [["", t("filter.all")], ...rules.map((one) => [one.id, counted(`${one.id} ${say(one.title)}`, one.n)])]),
      field("severity", t("filter.severity"), [["", t("filter.all")], ...[5, 4, 3, 2].map((n) => [String(n), t("filter.at_least", { n })])]),
      field("assignee", t("filter.assignee"), [["", t("filter.all")], [session().name, t("filter.me")]]),
      field("sort", t("filter.sort"), SORTS.map((one) => [one === "strength" ? "" : one, t(`sort.${one}`)])),
      el("div", { class: "field" },
        tick(t("filter.suppressed"), wanted.suppressed === "true", (on) => change({ suppressed: on ? "true" : "" })),
        tick(t("filter.gone"), wanted.gone === "true", (on) => change({ gone: on ? "true" : "" }))),
      wanted.entity && el("button", { type: "button", onclick: () => change({ entity: "" }) }, t("filter.drop_entity")));
  }
}

/** One row of choices with how many there are of each. */
function chips(name, title, options, chosen, choose) {
  const all = options.reduce((sum, [, , n]) => sum + n, 0);
  return el("div", { class: "chips", role: "group", "aria-label": title }, el("span", { class: "quiet" }, title),
    [["", t("filter.all"), all], ...options].map(([value, words, n]) => el("button", {
      type: "button", id: `${name}-${value || "all"}`, "aria-pressed": String(value === chosen), onclick: () => choose(value),
    }, words, " ", el("span", { class: "n" }, n))));
}

/** The buttons that take the filtered leads to a file. */
export function exportButtons(take) {
  return el("div", { class: "row", role: "group", "aria-label": t("leads.export") }, el("span", {}, t("leads.export")),
    ["csv", "xlsx", "json"].map((form) => el("button", { type: "button", onclick: () => take(form) }, form.toUpperCase())));
}
