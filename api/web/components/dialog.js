// A question or a list over the page.

import { el, newId } from "../dom.js";
import { t } from "../i18n.js";

/** Open a dialog; `content(close)` returns what it holds. Escape and the button close it. */
export function openDialog(title, content) {
  const id = newId("dialog");
  const box = el("dialog", { "aria-labelledby": id, onclose: () => box.remove() });
  const close = () => box.close();
  box.append(
    el("h2", { id }, title), content(close),
    el("p", { class: "row end" }, el("button", { type: "button", class: "quiet-button", onclick: close }, t("word.close"))),
  );
  document.body.append(box);
  box.showModal();
  return close;
}
