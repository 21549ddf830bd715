// Rows as the agency sent them: where each stands, and which of its cells decided.

import { el, text } from "../dom.js";
import { t } from "../i18n.js";

/** Where a row stands: file, sheet, row. */
export function place(row) {
  const sheet = row.sheet ? t("evidence.sheet", { sheet: row.sheet }) : "";
  return el("span", { class: "place" }, text(row.file), sheet && [" ", text(sheet)], " ", t("evidence.row", { row: row.row }));
}

/** Evidence rows; deciding cells are marked by a sign, a frame and a word for screen readers. */
export function evidence(rows) {
  if (!rows.length) return el("p", { class: "quiet" }, t("word.nothing"));
  return [
    el("p", { class: "quiet" }, deciding(), " ", t("evidence.legend")),
    rows.map((row) => el("article", { class: "evidence", "data-record": row.record_id },
      el("h3", {}, text(row.table_title), " ", el("small", {}, place(row))),
      el("dl", { class: "cells" }, row.cells.map(cell)))),
  ];
}

function cell(one) {
  const name = one.title === one.column ? one.column : `${one.title}`;
  return el("div", { class: one.deciding ? "deciding" : null },
    el("dt", { title: one.column }, one.deciding && deciding(), text(name)),
    el("dd", {}, text(one.value === "" || one.value === null ? "—" : one.value)));
}

function deciding() {
  return el("span", { class: "mark" }, el("span", { "aria-hidden": "true" }, "◆"), el("span", { class: "unseen" }, t("evidence.deciding")));
}
