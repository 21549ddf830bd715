// The graph: from one node, or from a path between two; the picture and the same as lists.

import { get, keep } from "../api.js";
import { announce, problem } from "../components/message.js";
import { partLink } from "../components/part.js";
import { el, fill } from "../dom.js";
import { t, word } from "../i18n.js";
import { makeBoard, visible } from "../graph/board.js";
import { makeCanvas } from "../graph/canvas.js";
import { filters, lists } from "../graph/lists.js";
import { families } from "../graph/look.js";
import { panel, pathList } from "../graph/panel.js";
import { answerTo } from "../keys.js";

// The board of the address that was open last: it is asked anew, not lost, when the language or the mask changes.
let kept = { place: "", board: null };

/** The graph of an address: `node`, or `from` and `to`. */
export async function graph({ query, signal }) {
  const place = query.toString();
  const parts = makeParts();
  let canvas = null;
  let drawing = 0;
  const known = kept.place === place ? kept.board : null;
  const board = makeBoard(() => {
    cancelAnimationFrame(drawing);
    drawing = requestAnimationFrame(draw);
  });
  if (known) Object.assign(board, remembered(known));
  kept = { place, board };

  function draw() {
    if (!canvas || signal.aborted) return;
    canvas.update();
    const focused = document.activeElement?.id;
    const opened = new Set([...parts.lists.querySelectorAll("details[open]")].map((one) => one.id));
    fill(parts.panel, panel(board, run));
    fill(parts.filters, filters(board));
    const anew = lists(board);
    if (parts.lists.children.length) for (const one of anew) one.open = opened.has(one.id);
    fill(parts.lists, anew);
    fill(parts.paths, pathList(board));
    parts.showAll.hidden = !board.hidden.size;
    const shown = visible(board);
    parts.box.setAttribute("aria-label", t("graph.picture", { nodes: shown.nodes.length, edges: shown.edges.length }));
    if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
  }

  async function run(question) {
    fill(parts.said, el("p", { class: "quiet" }, t("page.loading")));
    try {
      const answer = await question();
      fill(parts.said);
      if (answer.paths && !answer.paths.length) announce(answer.complete ? t("graph.no_path") : t("graph.none_read"));
      if (answer.updating) fill(parts.said, problem({ message: t("page.updating") }));
    } catch (error) {
      fill(parts.said, problem(error));
    }
  }

  parts.buttons.append(...toolbar(() => canvas, board));
  parts.buttons.append(parts.showAll);
  parts.showAll.addEventListener("click", () => board.showAll());
  fill(parts.add, adder(board, run));
  keys(board, run, () => canvas);
  // The canvas needs the box to have its size, so it is made when the view stands on the page.
  requestAnimationFrame(async () => {
    if (signal.aborted) return;
    canvas = makeCanvas(parts.box, board);
    signal.addEventListener("abort", () => canvas.destroy());
    await run(async () => (board.asked.length ? { ...(await board.askAgain()) } : begin(board, query)));
    draw();
  });
  return parts.all;
}

function remembered(board) {
  const { asked, positions, hidden, pinned, selected, off, since, until, edge } = board;
  return { asked, positions, hidden, pinned, selected, off, since, until, edge };
}

async function begin(board, query) {
  const [from, to, node] = ["from", "to", "node"].map((name) => query.get(name) ?? "");
  if (from && to) {
    const answer = await board.connect(from, to);
    board.select(answer.from.id);
    board.select(answer.to.id, true);
    return answer;
  }
  if (!node && !from) return {};
  const answer = await board.count(node || from);
  board.select(answer.node.id);
  return answer;
}

function makeParts() {
  const part = (name, props = {}) => el("div", { class: `graph-${name}`, ...props });
  const parts = {
    box: part("box", { role: "img", "aria-label": t("nav.graph") }), panel: part("panel", { "aria-live": "polite" }), filters: part("filters"), lists: part("lists"),
    paths: part("paths"), said: part("said", { "aria-live": "polite" }), buttons: part("buttons", { role: "toolbar", "aria-label": t("graph.tools") }),
    add: part("add"), showAll: el("button", { type: "button", hidden: true }, t("graph.show_all")),
  };
  parts.all = [
    el("div", { class: "row head" }, el("h1", {}, t("nav.graph")), parts.add, parts.buttons), parts.said,
    el("div", { class: "graph" },
      el("div", { class: "graph-main" }, parts.box, legend()),
      el("div", { class: "graph-side" },
        el("section", { class: "panel" }, el("h2", {}, t("graph.selected")), parts.panel),
        parts.paths,
        el("section", { class: "panel" }, el("h2", {}, t("filter.label")), parts.filters),
        el("section", { class: "panel" }, el("h2", {}, t("graph.lists")), parts.lists))),
  ];
  return parts;
}

function legend() {
  return el("ul", { class: "legend", "aria-label": t("graph.legend") },
    families().map(([name, shape]) => el("li", {}, el("span", { class: `shape shape-${shape} family-${name}`, "aria-hidden": "true" }), word("family", name))));
}

function toolbar(canvas, board) {
  const button = (title, run) => el("button", { type: "button", onclick: run }, title);
  return [
    button(t("graph.fit"), () => canvas()?.fit()),
    button(t("graph.tidy"), () => canvas()?.tidy()),
    button(t("graph.png"), () => {
      if (board.nodes.size) keep(canvas().png(), "graph.png");
    }),
  ];
}

function adder(board, run) {
  const field = el("input", { type: "search", maxlength: 500, dir: "auto", placeholder: t("graph.add"), "aria-label": t("graph.add"), autocomplete: "off" });
  const hits = el("div", { class: "hits", "aria-live": "polite" });
  const add = (one) => run(async () => {
    const answer = await board.count(one.id);
    board.select(answer.node.id, true);
    fill(hits);
    field.value = "";
    return answer;
  });
  const find = (event) => {
    event.preventDefault();
    if (!field.value.trim()) return;
    run(async () => {
      const found = await get("/v1/search", { q: field.value.trim(), limit: 8 });
      const close = el("button", { type: "button", onclick: () => fill(hits) }, t("word.close"));
      fill(hits, found.results.length ? found.results.map((one) => el("p", { class: "row" }, partLink(one), el("small", {}, one.number),
        el("button", { type: "button", onclick: () => add(one) }, t("graph.add_one")))) : el("p", {}, t("search.none")), close);
      return {};
    });
  };
  return [el("form", { class: "row", role: "search", "aria-label": t("graph.add"), onsubmit: find }, field,
    el("button", { type: "submit" }, t("search.button"))), hits];
}

function keys(board, run, canvas) {
  const last = () => board.selected.at(-1);
  answerTo([
    { keys: ["f"], says: t("graph.fit"), run: () => canvas()?.fit() },
    { keys: ["h", "Delete"], says: t("graph.hide"), run: () => last() && board.hide([last()]) },
    { keys: ["p"], says: t("graph.pin"), run: () => last() && board.pin(last()) },
    { keys: ["x"], says: t("graph.path"), run: () => board.selected.length === 2 && run(() => board.connect(...board.selected)) },
  ]);
}
