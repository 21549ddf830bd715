// What has to be said: read out by screen readers, and seen for a while.

import { el, fill } from "../dom.js";
import { t } from "../i18n.js";

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

/** A problem as its sentence; a fault of the page itself goes to the console, and is told as one. */
export function problem(error) {
  if (error instanceof TypeError || error instanceof ReferenceError) {
    console.error(error);
    return problem({ message: t("error.page") });
  }
  return el("p", { class: "problem", role: "alert" }, error.message);
}
