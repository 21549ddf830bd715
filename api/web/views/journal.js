// Who looked at or changed what, when and what for.

import { get } from "../api.js";
import { choice, labelled } from "../components/form.js";
import { table } from "../components/table.js";
import { el, text } from "../dom.js";
import { moment, t, word, words } from "../i18n.js";
import { go } from "../router.js";
import { may } from "../session.js";

const PAGE = 100;

/** The journal, newest first; administrators may ask for one actor. */
export async function journal({ query, signal }) {
  const wanted = { actor: query.get("actor") ?? "", action: query.get("action") ?? "", before: query.get("before") ?? "" };
  const found = await get("/v1/journal", { ...wanted, limit: PAGE }, signal);
  const last = found.entries.at(-1)?.entry;
  return [
    el("h1", {}, t("journal.title")),
    el("p", { class: "quiet" }, may("manage") ? t("journal.all") : t("journal.own")),
    filters(wanted),
    table(t("journal.title"), [
      [t("journal.at"), (one) => moment(one.at), "day"],
      [t("journal.actor"), (one) => text(one.actor)],
      [t("journal.action"), (one) => word("action", one.action)],
      [t("journal.subject"), (one) => text(one.subject)],
      [t("journal.reason"), (one) => word("reason", one.reason)],
      [t("journal.shown"), shownIds],
    ], found.entries),
    found.entries.length === PAGE && el("p", {}, el("button", {
      type: "button", onclick: () => go(["journal"], { ...wanted, before: last }),
    }, t("journal.older"))),
  ];
}

function filters(wanted) {
  const actor = el("input", { value: wanted.actor, maxlength: 200, dir: "auto" });
  const action = choice([["", t("filter.all")], ...words("action")], wanted.action);
  const find = (event) => {
    event.preventDefault();
    go(["journal"], { actor: actor.value.trim(), action: action.value });
  };
  return el("form", { class: "filters", "aria-label": t("filter.label"), onsubmit: find },
    may("manage") && labelled(t("journal.actor"), actor), labelled(t("journal.action"), action),
    el("button", { type: "submit" }, t("journal.find")));
}

function shownIds(one) {
  if (!one.shown) return "—";
  const { ids, open, total } = one.shown;
  const told = open ? el("span", { class: "badge caution" }, t("journal.unmasked")) : t("journal.masked");
  if (!ids.length) return total ? [told, " ", t("journal.ids", { n: total })] : told;
  return [told, " ", el("details", {}, el("summary", {}, t("journal.ids", { n: ids.length })), el("code", {}, ids.join(" ")))];
}
