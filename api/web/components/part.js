// An entity or another thing of the graph, as a link to its dossier.

import { el, text } from "../dom.js";
import { coded, say, t } from "../i18n.js";
import { to } from "../router.js";
import { may, titles } from "../session.js";

/** What a thing of the graph is called: 自然人, vehicle, … */
export function kindOf(label) {
  return say(titles().nodes[label]) || label;
}

const CODE = /^[a-z][a-z_0-9]*$/;

/** What a part is called: its title, in words where that is a code (`work_injury`), the end of its id where it has none. */
export function named(part) {
  if (!part.title) return t("word.unnamed", { id: part.id.slice(-6) });
  return CODE.test(part.title) ? coded(part.title) : part.title;
}

/** A link to the dossier of a part {id, label, title}, with what kind of thing it is. */
export function partLink(part, { kind = true } = {}) {
  const name = text(named(part));
  const shown = may("look") ? el("a", { href: to(["entities", part.id]) }, name) : name;
  return el("span", { class: "part" }, shown, kind && el("span", { class: "kind" }, kindOf(part.label)));
}
