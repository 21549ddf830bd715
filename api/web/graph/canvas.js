// The drawn graph. Everything that can be done here can be done in the list beside it too.

import cytoscape from "../vendor/cytoscape-3.34.4.esm.min.mjs";
import { coded, say } from "../i18n.js";
import { kindOf, named } from "../components/part.js";
import { visible } from "./board.js";
import { place } from "./layout.js";
import { family, sheet } from "./look.js";

const LONGEST = 22;
const TURNS = /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** Draw a board in an element: {update, fit, tidy, png, destroy}. */
export function makeCanvas(box, board) {
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const cy = cytoscape({ container: box, style: sheet(), layout: { name: "preset" }, minZoom: 0.15, maxZoom: 3, selectionType: "single" });
  const more = (event) => event.originalEvent?.shiftKey || event.originalEvent?.ctrlKey || event.originalEvent?.metaKey;
  cy.on("tap", "node", (event) => board.select(event.target.id(), Boolean(more(event))));
  cy.on("tap", "edge", (event) => board.selectEdge(event.target.id()));
  cy.on("dragfree", "node", (event) => board.positions.set(event.target.id(), { ...event.target.position() }));

  function update() {
    place(board);
    const shown = visible(board);
    const wanted = new Set([...shown.nodes.map((one) => one.id), ...shown.edges.map(([id]) => id)]);
    const before = cy.nodes().length;
    cy.batch(() => {
      cy.elements().filter((one) => !wanted.has(one.id())).remove();
      for (const one of shown.nodes) put(nodeOf(one, board), board.positions.get(one.id));
      for (const [id, one] of shown.edges) put(edgeOf(id, one, board));
      cy.nodes().forEach((one) => (board.pinned.has(one.id()) ? one.lock() : one.unlock()));
    });
    if (cy.nodes().length > before) fit();
  }

  function put(data, position) {
    const known = cy.getElementById(data.id);
    if (known.length) known.data(data);
    else cy.add({ group: data.source ? "edges" : "nodes", data, position: position && { ...position } });
  }

  function fit() {
    const all = cy.elements();
    if (!all.length) return;
    cy.stop();
    if (still || cy.nodes().length === 1) cy.fit(all, 50);
    else cy.animate({ fit: { eles: all, padding: 50 }, duration: 250 });
    if (cy.nodes().length === 1) { cy.zoom(1); cy.center(); }
  }

  function tidy() {
    const layout = cy.layout({ name: "cose", randomize: false, animate: false, nodeRepulsion: () => 9000, idealEdgeLength: () => 110, padding: 50 });
    layout.one("layoutstop", () => cy.nodes().forEach((one) => { board.positions.set(one.id(), { ...one.position() }); }));
    layout.run();
  }

  return {
    update, fit, tidy,
    png: () => cy.png({ output: "blob", full: true, scale: 2, bg: "#ffffff", maxWidth: 8000, maxHeight: 8000 }),
    destroy: () => cy.destroy(),
  };
}

function nodeOf(one, board) {
  const [, shape, color] = family(one.label);
  const size = one.size === undefined ? "" : ` · ${one.size}`;
  return {
    id: one.id, shape, color, hub: Boolean(one.hub), pinned: board.pinned.has(one.id), chosen: board.selected.includes(one.id),
    caption: `${short(named(one))}\n${kindOf(one.label)}${size}`,
  };
}

function edgeOf(id, one, board) {
  const kind = coded(one.kind ?? one.role);
  return { id, source: one.from, target: one.to, chosen: board.edge === id, caption: kind ? `${say(one.title)}·${kind}` : say(one.title) };
}

/** A name as it fits below a node, without marks that turn the direction of what stands around it. */
function short(title) {
  const plain = [...title.replace(TURNS, "")];
  return plain.length > LONGEST ? `${plain.slice(0, LONGEST).join("")}…` : plain.join("");
}
