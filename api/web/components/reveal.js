// The mask: it is lifted for a reason, for one view, and that is plain to see.

import { el } from "../dom.js";
import { t } from "../i18n.js";
import { reason, setReason } from "../reveal.js";
import { openDialog } from "./dialog.js";

/** The button that lifts the mask or puts it back. */
export function revealControl(redraw) {
  const revealed = Boolean(reason());
  const press = () => (revealed ? change("", redraw) : ask(redraw));
  return el("button", { type: "button", class: "quiet-button", "aria-pressed": String(revealed), onclick: press },
    revealed ? t("reveal.hide") : t("reveal.show"));
}

/** The line that says that names and numbers are shown, and what for; nothing while they are masked. */
export function revealedBanner(redraw) {
  if (!reason()) return null;
  return el("p", { class: "revealed", role: "note" },
    el("strong", {}, t("reveal.open")), " ", t("reveal.reason"), el("bdi", {}, reason()), " ",
    el("button", { type: "button", onclick: () => change("", redraw) }, t("reveal.hide")));
}

function change(wanted, redraw) {
  setReason(wanted);
  redraw();
}

function ask(redraw) {
  openDialog(t("reveal.title"), (close) => {
    const field = el("input", { id: "reveal-reason", type: "text", required: true, maxlength: 500, autocomplete: "off" });
    const given = (event) => {
      event.preventDefault();
      if (!field.value.trim()) return;
      close();
      change(field.value, redraw);
    };
    return el("form", { class: "stack", onsubmit: given },
      el("p", {}, t("reveal.explained")),
      el("label", { for: "reveal-reason" }, t("reveal.ask")), field,
      el("p", {}, el("button", { type: "submit" }, t("reveal.show"))));
  });
}
