// The law that was in force on the day, and whether its text was checked.

import { el, text } from "../dom.js";
import { t } from "../i18n.js";
import { table } from "./table.js";

/** A table of legal bases; what nobody checked is marked. */
export function law(bases) {
  return table(t("law.title"), [
    [t("law.law"), (one) => [text(one.law), one.document && [" ", el("small", {}, text(one.document))]]],
    [t("law.article"), (one) => one.cited],
    [t("law.force"), (one) => [one.from ?? "", " – ", one.until ?? t("law.still")], "day"],
    [t("law.checked"), checked],
  ], bases);
}

function checked(one) {
  if (one.checked === "verified") return t("law.verified");
  if (one.checked === "second-hand") return el("span", { class: "badge caution" }, t("law.second_hand"));
  return el("span", { class: "badge caution", title: t("law.unverified_explained") }, `[U] ${t("law.unverified")}`);
}
