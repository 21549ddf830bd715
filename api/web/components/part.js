// An entity or another thing of the graph, as a link to its dossier.

import { el, text } from "../dom.js";
import { say } from "../i18n.js";
import { to } from "../router.js";
import { may, titles } from "../session.js";

/** What a thing of the graph is called: 自然人, vehicle, … */
export function kindOf(label) {
  return say(titles().nodes[label]) || label;
}

/** A link to the dossier of a part {id, label, title}, with what kind of thing it is. */
export function partLink(part, { kind = true } = {}) {
  const name = text(part.title || part.id);
  const shown = may("look") ? el("a", { href: to(["entities", part.id]) }, name) : name;
  return el("span", { class: "part" }, shown, kind && el("span", { class: "kind" }, kindOf(part.label)));
}
