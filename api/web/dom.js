// Everything on the page is made here, and text only ever becomes text nodes.

/** Make an element. `on…` properties listen, `class`, `data-…`, `aria-…` and the like become attributes, other
 * properties are set; false, null and undefined leave an attribute out. Children are nodes, texts or lists of them. */
export function el(tag, props = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(props ?? {})) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2).toLowerCase(), value);
    else if (name in made && PROPERTIES.has(name)) made[name] = value;
    else if (value !== false && value !== null && value !== undefined) {
      made.setAttribute(name, value === true ? "" : String(value));
    }
  }
  return add(made, ...children);
}

const PROPERTIES = new Set(["value", "checked", "disabled", "selected", "hidden"]);

/** Append nodes and texts; null, undefined and false are left out. */
export function add(parent, ...children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    parent.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
  return parent;
}

/** Replace all that an element holds. */
export function fill(parent, ...children) {
  parent.replaceChildren();
  return add(parent, ...children);
}

/** Text that others typed: its direction is its own and does not spill into what stands beside it. */
export function text(value, props = {}) {
  return el("bdi", { ...props, class: `typed ${props.class ?? ""}`.trim() }, value === null ? "" : value);
}

let last = 0;

/** An id that no other element has. */
export function newId(prefix) {
  last += 1;
  return `${prefix}-${last}`;
}
