// Fields with their labels.

import { el, newId } from "../dom.js";

/** A label above a field. */
export function labelled(title, field, hint = "") {
  const id = field.id || newId("field");
  field.id = id;
  return el("div", { class: "field" }, el("label", { for: id }, title), field, hint && el("small", {}, hint));
}

/** A choice among [value, title] pairs. */
export function choice(options, value, change = () => {}) {
  const made = el("select", { onchange: () => change(made.value) },
    options.map(([one, title]) => el("option", { value: one }, title)));
  made.value = value;
  return made;
}

/** A box to tick, with its label beside it. */
export function tick(title, checked, change) {
  const id = newId("tick");
  const box = el("input", { id, type: "checkbox", checked, onchange: () => change(box.checked) });
  return el("span", { class: "tick" }, box, el("label", { for: id }, title));
}
