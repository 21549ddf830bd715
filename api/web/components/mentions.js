// Where an entity is mentioned, and why two of its mentions are one.

import { get } from "../api.js";
import { el, fill, text } from "../dom.js";
import { percent, shown, t, word } from "../i18n.js";
import { place } from "./evidence.js";
import { problem } from "./message.js";
import { table } from "./table.js";
import { reasons } from "./why.js";

/** The mentions of a dossier; two that are ticked are compared. */
export function mentions(found) {
  const ticked = [];
  const answer = el("div", { "aria-live": "polite" });
  const compare = el("button", { type: "button", disabled: true, onclick: () => why(found.id, ticked, answer) }, t("why.compare"));
  const tick = (id, box) => {
    if (box.checked) ticked.push(box);
    else ticked.splice(ticked.indexOf(box), 1);
    if (ticked.length > 2) ticked.shift().checked = false;
    compare.disabled = ticked.length !== 2;
  };
  const list = table(t("dossier.mentions", { n: found.mentions_total }), [
    [t("why.choose"), (one) => {
      const box = el("input", {
        type: "checkbox", value: one.mention_id, "aria-label": `${t("why.choose")} ${one.file} ${one.row} ${seat(one.role)}`,
        onchange: () => tick(one.mention_id, box),
      });
      return box;
    }],
    [t("mention.table"), (one) => text(one.table_title)],
    [t("mention.agency"), (one) => text(shown(one.agency))],
    [t("mention.role"), (one) => seat(one.role)],
    [t("search.name"), (one) => text(shown(one.name))],
    [t("search.number"), (one) => text(shown(one.number))],
    [t("mention.place"), (one) => place(one)],
    [t("mention.basis"), (one) => word("basis", one.match_basis)],
    [t("mention.probability"), (one) => percent(one.match_probability), "number"],
  ], found.mentions);
  return [el("p", { class: "row" }, compare, el("span", { class: "quiet" }, t("why.explained"))), answer, list,
    found.mentions_total > found.mentions.length && el("p", { class: "quiet" }, t("group.more", { n: found.mentions_total, shown: found.mentions.length }))];
}

/** The word for a role of the mapping; further parts of a split cell are `creditor.2`, `creditor.3`. */
function seat(role) {
  const [name, part] = role.split(".");
  return part ? t("seat.later", { word: word("seat", name), n: part }) : word("seat", name);
}

async function why(id, boxes, answer) {
  const [a, b] = boxes.map((box) => box.value);
  try {
    const found = await get(`/v1/entities/${encodeURIComponent(id)}/why`, { a, b });
    fill(answer, reasons(found));
  } catch (error) {
    fill(answer, problem(error));
  }
}
