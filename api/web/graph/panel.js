// What can be done with what is selected: counts before expanding, a path between two, the rows behind an edge.

import { aside, coded, percent, say, t } from "../i18n.js";
import { el, text } from "../dom.js";
import { to } from "../router.js";
import { named, partLink } from "../components/part.js";
import { period } from "../components/groups.js";
import { place } from "../components/evidence.js";
import { facts } from "../components/table.js";

const AT_ONCE = 25;
const OF_A_HUB = 100;

/** The panel of the selection; `run` does something with the server and says what went wrong. */
export function panel(board, run) {
  const edge = board.edge && board.edges.get(board.edge);
  if (edge) return edgePanel(board, edge);
  const id = board.selected.at(-1);
  if (!id) return el("p", { class: "quiet" }, t("graph.select"));
  return [between(board, run), nodePanel(board, board.nodes.get(id), run)];
}

function between(board, run) {
  if (board.selected.length < 2) return el("p", { class: "quiet" }, t("graph.second"));
  const [one, two] = board.selected.map((id) => board.nodes.get(id));
  return el("p", { class: "notice" }, text(named(one)), " ↔ ", text(named(two)), " ",
    el("button", { type: "button", onclick: () => run(() => board.connect(one.id, two.id)) }, t("graph.path")));
}

function nodePanel(board, node, run) {
  const types = board.counts.get(node.id);
  if (!types) run(() => board.count(node.id));
  return [
    el("h3", {}, partLink(node)),
    node.hub && el("p", { class: "badge caution" }, t("graph.hub", { n: node.size })),
    el("div", { class: "row" },
      el("a", { class: "button", href: to(["entities", node.id]) }, t("graph.dossier")),
      el("button", { type: "button", "aria-pressed": String(board.pinned.has(node.id)), onclick: () => board.pin(node.id) }, t("graph.pin")),
      el("button", { type: "button", onclick: () => board.hide([node.id]) }, t("graph.hide"))),
    el("h4", {}, t("graph.expand")),
    types ? menu(board, node, types, run) : el("p", { class: "quiet" }, t("page.loading")),
  ];
}

function menu(board, node, types, run) {
  return el("ul", { class: "expand" }, types.map((one) => {
    const shown = [...board.edges.values()].filter((edge) =>
      edge.type === one.type && (edge.from === node.id || edge.to === node.id)).length;
    const { offset, total } = board.reachedOf(node.id, one.type);
    const most = node.hub ? OF_A_HUB - offset : Infinity;
    const left = Math.min(one.total - shown, total - offset, most);
    const title = left > AT_ONCE ? t("graph.some", { n: AT_ONCE }) : t("graph.open");
    return el("li", {},
      el("span", {}, say(one.title)), el("span", { class: "count" }, t("graph.count", { shown, total: one.total })),
      el("button", {
        type: "button", disabled: left <= 0, "aria-label": `${title} ${say(one.title)}`,
        onclick: () => run(() => board.expand(node.id, one.type, AT_ONCE)),
      }, title),
      left <= 0 && shown < one.total && node.hub && el("small", { class: "note" }, t("graph.enough")));
  }));
}

function edgePanel(board, edge) {
  const end = (id) => partLink(board.nodes.get(id));
  const hidden = edge.evidence_total - edge.evidence.length;
  return [
    el("h3", {}, say(edge.title), edge.kind && aside(coded(edge.kind))),
    facts([
      [t("graph.from"), end(edge.from)], [t("graph.to"), end(edge.to)],
      [t("screen.role"), coded(edge.role)],
      [t("screen.via"), edge.via && partLink(edge.via)], [t("screen.shared_by"), edge.size],
      [t("word.period"), period(edge)],
      [t("lead.identity"), edge.confidence === null ? null : percent(edge.confidence)],
    ]),
    el("h4", {}, t("graph.evidence", { n: edge.evidence_total })),
    el("ul", { class: "plain-list" }, edge.evidence.map((one) => el("li", {}, place(one))),
      hidden > 0 && el("li", { class: "quiet" }, t("group.hidden", { n: hidden }))),
    el("button", { type: "button", onclick: () => board.selectEdge(null) }, t("graph.back")),
  ];
}

/** The paths that were found, the rarest first; each can be followed step by step. */
export function pathList(board) {
  if (!board.paths.length) return null;
  const ids = (edge) => [...board.edges].find(([, one]) => one === edge || same(one, edge))?.[0];
  return el("section", { class: "panel" }, el("h2", {}, t("graph.paths")),
    !board.complete && el("p", { class: "quiet" }, t("graph.incomplete")),
    el("ol", { class: "paths" }, board.paths.map((path) => el("li", {},
      el("small", {}, t("graph.rarity", { n: Math.round(path.rarity * 1000) / 1000 })), " ",
      path.nodes.map((node, at) => [
        text(named(node)),
        at < path.steps.length && [" — ", path.steps[at].map((edge) => el("button", {
          type: "button", class: "step", onclick: () => board.selectEdge(ids(edge)),
        }, say(edge.title), edge.kind && `·${coded(edge.kind)}`)), " — "],
      ])))));
}

function same(one, two) {
  return one.type === two.type && one.from === two.from && one.to === two.to && one.kind === two.kind && one.via?.id === two.via?.id && one.valid_from === two.valid_from;
}
