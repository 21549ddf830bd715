// What became of every file that was loaded, and the rows that were rejected.

import { get, getPlain } from "../api.js";
import { pager, table } from "../components/table.js";
import { el, text } from "../dom.js";
import { shown, t, word } from "../i18n.js";
import { go, to } from "../router.js";

const PAGE = 50;

/** File by file: rows, loaded, skipped, rejected, warnings. */
export async function loaded({ signal }) {
  const found = await getPlain("/v1/loaded", {}, signal);
  const sum = (name) => found.files.reduce((all, one) => all + (one[name] ?? 0), 0);
  const rejected = found.files.reduce((all, one) => all + total(one.rejected), 0);
  const refused = found.files.filter((one) => one.error);
  return [
    el("h1", {}, t("loaded.title")),
    el("p", {}, t("loaded.summary", {
      files: found.files.length, rows: sum("rows"), loaded: sum("loaded"), rejected, refused: refused.length,
      generation: found.generation, as_of: found.as_of,
    })),
    table(t("loaded.title"), [
      [t("loaded.file"), (one) => [text(one.file), one.sheet && el("small", {}, " ", text(t("evidence.sheet", { sheet: one.sheet })))]],
      [t("loaded.table"), (one) => [text(shown(one.table_title)), " ", el("small", {}, one.table)]],
      [t("loaded.rows"), (one) => shown(one.rows), "number"],
      [t("loaded.loaded"), (one) => shown(one.loaded), "number"],
      [t("loaded.skipped"), (one) => shown(one.skipped), "number"],
      [t("loaded.rejected"), rejectedOf],
      [t("loaded.warnings"), warningsOf],
      [t("loaded.state"), (one) => (one.error ? el("span", { class: "badge caution" }, text(one.error)) : one.withdrawn ? t("loaded.withdrawn") : t("loaded.ok"))],
    ], found.files),
  ];
}

/** What is wrong (`birth_date: not a date`) in the reader's words; the column and the dictionary keep their names. */
function fault(told) {
  const [, column, what] = told.match(/^(?:(\w+): )?(.*)$/s);
  const [, kind, dictionary] = what.match(/^(.*? dictionary) (\w+)$/) ?? ["", what, ""];
  return [column && [el("code", {}, column), " "], text(word("fault", kind)), dictionary && [" ", el("code", {}, dictionary)]];
}

function total(reasons) {
  return Object.values(reasons ?? {}).reduce((all, n) => all + n, 0);
}

function rejectedOf(one) {
  if (!total(one.rejected)) return "0";
  const reasons = Object.entries(one.rejected).map(([reason, n]) => el("li", {}, `${n} × `, fault(reason)));
  return [
    el("a", { href: to(["loaded", one.file], { sheet: one.sheet }) }, t("loaded.show", { n: total(one.rejected) })),
    el("ul", { class: "plain-list" }, reasons),
  ];
}

function warningsOf(one) {
  const told = Object.entries(one.warnings ?? {});
  if (!told.length) return "0";
  return el("details", {}, el("summary", {}, t("loaded.warned", { n: total(one.warnings) })),
    el("ul", { class: "plain-list" }, told.map(([warning, n]) => el("li", {}, `${n} × `, fault(warning)))));
}

/** The rejected rows of one file and sheet, as they were sent. */
export async function rejects({ parts, query, signal }) {
  const sheet = query.get("sheet") ?? "";
  const offset = Number(query.get("offset") ?? 0);
  const found = await get("/v1/loaded/rejects", { file: parts[0], sheet, offset, limit: PAGE }, signal);
  const page = { total: found.total, offset, limit: PAGE };
  return [
    el("p", {}, el("a", { href: to(["loaded"]) }, `← ${t("loaded.title")}`)),
    el("h1", {}, t("loaded.rejects"), " ", text(found.file), found.sheet && [" ", text(found.sheet)]),
    el("p", { class: "quiet" }, t("loaded.mend")),
    table(t("loaded.rejects"), [
      [t("loaded.row"), (one) => one.row, "number"],
      [t("loaded.reason"), (one) => fault(one.reason)],
      [t("loaded.cells"), (one) => cells(one.cells)],
    ], found.rejects),
    pager(page, (wanted) => go(["loaded", parts[0]], { sheet, offset: wanted || "" })),
  ];
}

function cells(row) {
  const pairs = Array.isArray(row) ? row.map((value, place) => [String(place + 1), value]) : Object.entries(row ?? {});
  return el("dl", { class: "cells" }, pairs.map(([name, value]) =>
    el("div", {}, el("dt", {}, text(name)), el("dd", {}, text(shown(value))))));
}
