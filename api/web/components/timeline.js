// What happened when, the oldest first.

import { el } from "../dom.js";
import { t } from "../i18n.js";

const FIRST = 12;

/** A list of {day, until?} with what `content` says of each; a long one is opened by a button. */
export function timeline(days, content) {
  if (!days.length) return el("p", { class: "quiet" }, t("word.nothing"));
  const list = el("ol", { class: "timeline" }, days.map((one, place) => el("li", { hidden: place >= FIRST },
    el("time", { datetime: one.day }, one.until && one.until !== one.day ? `${one.day} – ${one.until}` : one.day), el("div", {}, content(one)))));
  const open = el("button", {
    type: "button", onclick: () => { for (const item of list.children) item.hidden = false; open.remove(); },
  }, t("timeline.all", { n: days.length }));
  return [list, days.length > FIRST && open];
}
