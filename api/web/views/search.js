// What was searched for: hits by kind, ranked, page by page.

import { get } from "../api.js";
import { kindOf, partLink } from "../components/part.js";
import { pager, table } from "../components/table.js";
import { el, text } from "../dom.js";
import { coded, shown, t, word } from "../i18n.js";
import { go, to } from "../router.js";
import { may } from "../session.js";

const PAGE = 20;

/** The hits of an address's `q`, of one `kind` or all. */
export async function search({ query, signal }) {
  const q = query.get("q") ?? "";
  const kind = query.get("kind") ?? "";
  const offset = Number(query.get("offset") ?? 0);
  const found = await get("/v1/search", { q, kind, offset, limit: PAGE }, signal);
  const turn = (wanted) => go(["search"], { q, kind, offset: wanted || "" });
  return [
    el("h1", {}, t("search.title"), " ", text(q)),
    kinds(found, q, kind),
    table(t("search.title"), [
      [t("search.name"), (one) => partLink(one)],
      [t("search.matched"), (one) => word("matched", one.matched)],
      [t("search.number"), (one) => text(shown(one.number))],
      [t("search.birth"), (one) => shown(one.birth_date), "day"],
      [t("search.sex"), (one) => coded(one.sex)],
      [t("search.mentions"), (one) => shown(one.mentions), "number"],
      [t("search.next"), actions],
    ], found.results, { empty: t("search.none") }),
    pager(found, turn),
  ];
}

function kinds(found, q, kind) {
  const link = (label, title, n) => el("li", {}, el("a", {
    class: "button", href: to(["search"], { q, kind: label }), "aria-current": label === kind ? "true" : null,
  }, `${title} (${n})`));
  const all = Object.values(found.kinds).reduce((sum, n) => sum + n, 0);
  return el("nav", { "aria-label": t("search.kinds") }, el("ul", { class: "chips" },
    link("", t("filter.all"), all), Object.entries(found.kinds).map(([label, n]) => link(label, kindOf(label), n))));
}

function actions(one) {
  return el("span", { class: "row" },
    el("a", { class: "button", href: to(["graph"], { node: one.id }) }, t("nav.graph")),
    one.label === "Case" && may("screen") && el("a", { class: "button", href: to(["screen", one.id]) }, t("screen.start")));
}
