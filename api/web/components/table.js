// Tables: a caption, heads, rows.

import { el } from "../dom.js";
import { t } from "../i18n.js";

/** A table. `columns` are [title, cell(row), class?]; `empty` is what is said where there is no row. */
export function table(caption, columns, rows, { empty = t("word.nothing"), row = () => ({}), plain = false } = {}) {
  if (!rows.length) return el("p", { class: "quiet" }, empty);
  const head = columns.map(([title, , kind]) => el("th", { scope: "col", class: kind }, title));
  const body = rows.map((one, place) =>
    el("tr", row(one, place), columns.map(([, cell, kind]) => el("td", { class: kind }, cell(one, place)))));
  return el("div", { class: "wide", tabindex: "-1" }, el("table", { class: plain ? "plain" : null },
    el("caption", { class: "unseen" }, caption),
    el("thead", {}, el("tr", {}, head)), el("tbody", {}, body)));
}

/** Names and values side by side: [name, value] pairs; what is empty is left out. */
export function facts(pairs) {
  const kept = pairs.filter(([, value]) => value !== null && value !== undefined && value !== "" && value !== false);
  return el("dl", { class: "facts" }, kept.map(([name, value]) => el("div", {}, el("dt", {}, name), el("dd", {}, value))));
}

/** Where one is among many, with the ways to the page before and after; `move` is given the new offset. */
export function pager({ total, offset, limit }, move) {
  const last = Math.min(offset + limit, total);
  const step = (to, title, stopped) =>
    el("button", { type: "button", disabled: stopped, onclick: () => move(to) }, title);
  return el("div", { class: "row", role: "group", "aria-label": t("pager.label") },
    step(Math.max(0, offset - limit), t("pager.before"), offset === 0),
    el("span", {}, t("pager.shown", { from: total ? offset + 1 : 0, to: last, total })),
    step(offset + limit, t("pager.after"), last >= total));
}
