// What has to be said: read out by screen readers, and seen for a while.

import { el, fill } from "../dom.js";

const live = el("div", { role: "status", "aria-live": "polite", class: "live" });
let fading;

/** The place of messages. */
export function messages() {
  return live;
}

/** Say something that was done or has happened. */
export function announce(said) {
  clearTimeout(fading);
  fill(live, el("p", {}, said));
  fading = setTimeout(() => fill(live), 6000);
}

/** A problem as its sentence. */
export function problem(error) {
  return el("p", { class: "problem", role: "alert" }, error.message);
}
