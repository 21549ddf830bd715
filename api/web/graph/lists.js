// The same graph as lists, for keyboards and screen readers; and the filters of both.

import { labelled, tick } from "../components/form.js";
import { kindOf, named } from "../components/part.js";
import { period } from "../components/groups.js";
import { el, text } from "../dom.js";
import { coded, say, t } from "../i18n.js";
import { titles } from "../session.js";
import { visible } from "./board.js";

/** Nodes and edges as lists with the actions of the canvas. */
export function lists(board) {
  const shown = visible(board);
  const name = (id) => named(board.nodes.get(id));
  return [
    el("details", { open: true, id: "list-nodes" }, el("summary", {}, t("graph.nodes", { n: shown.nodes.length })),
      el("ul", { class: "picks" }, shown.nodes.map((one) => {
        const chosen = board.selected.includes(one.id);
        return el("li", {},
          el("button", {
            type: "button", id: `pick-${one.id}`, class: "pick", "aria-pressed": String(chosen), onclick: (event) => board.select(one.id, event.shiftKey || event.ctrlKey),
          }, text(named(one)), el("span", { class: "kind" }, kindOf(one.label)),
          one.hub && el("span", { class: "badge caution" }, t("graph.hub", { n: one.size }))),
          el("button", { type: "button", id: `also-${one.id}`, class: "small", onclick: () => board.select(one.id, true), "aria-label": `${t("graph.also")} ${name(one.id)}` }, "+"));
      }))),
    el("details", { id: "list-edges" }, el("summary", {}, t("graph.edges", { n: shown.edges.length })),
      el("ul", { class: "picks" }, shown.edges.map(([id, one]) => el("li", {},
        el("button", { type: "button", id: `edge-${id}`, class: "pick", "aria-pressed": String(board.edge === id), onclick: () => board.selectEdge(id) },
          text(name(one.from)), ` — ${say(one.title)}${one.kind ? `·${coded(one.kind)}` : ""} → `, text(name(one.to)), " ", el("small", {}, period(one))))))),
  ];
}

/** Which relation types and which days are shown. */
export function filters(board) {
  const types = [...new Set([...board.edges.values()].map((one) => one.type))].sort();
  const day = (name, title) => labelled(title, el("input", {
    id: `graph-${name}`, type: "date", value: board[name], onchange: (event) => board.filter({ [name]: event.target.value }),
  }));
  return [
    el("div", { class: "row" }, day("since", t("word.from")), day("until", t("word.until"))),
    types.length > 0 && el("fieldset", {}, el("legend", {}, t("graph.types")),
      types.map((type) => tick(say(titles().relationships[type]) || type, !board.off.has(type), (on) => board.toggleType(type, on)))),
  ];
}
