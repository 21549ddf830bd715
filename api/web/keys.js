// Keys that a view answers to, and the list of them that `?` shows.

import { openDialog } from "./components/dialog.js";
import { el } from "./dom.js";
import { t } from "./i18n.js";

let known = [];

/** Answer to keys as long as the view is open: a list of {keys: ["j", "ArrowDown"], says, run}. */
export function answerTo(wanted) {
  known = [...known, ...wanted];
}

/** Forget the keys of a view that is left. */
export function forget() {
  known = [];
}

/** Run what a key stands for, unless somebody is typing or a dialog is open. */
export function answerKeys(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  const target = event.target;
  if (target.closest("input, select, textarea, [contenteditable]")) return;
  if (event.key === "?" || event.key === "？") return showKeys();
  if (event.key === "/") {
    event.preventDefault();
    document.getElementById("search")?.focus();
    return;
  }
  const found = known.find((one) => one.keys.includes(event.key));
  if (!found || (event.key === "Enter" && target.closest("a, button, summary"))) return;
  event.preventDefault();
  found.run();
}

/** Show which keys there are. */
export function showKeys() {
  const rows = [
    ...known, { keys: ["/"], says: t("keys.search") }, { keys: ["?"], says: t("keys.this") },
  ].map((one) => el("tr", {}, el("td", {}, one.keys.map((key) => el("kbd", {}, key))), el("td", {}, one.says)));
  openDialog(t("keys.title"), () => el("table", { class: "plain" }, el("tbody", {}, rows)));
}
