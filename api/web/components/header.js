// The head of every view: where one can go, search, language, the mask, who is logged in.

import { el } from "../dom.js";
import { language, setLanguage, t } from "../i18n.js";
import { showKeys } from "../keys.js";
import { go, here, to } from "../router.js";
import { logOut, may, session } from "../session.js";
import { problem } from "./message.js";
import { openDialog } from "./dialog.js";
import { revealControl, revealedBanner } from "./reveal.js";

const PLACES = [
  ["leads", "leads", () => t("nav.leads")],
  ["graph", "look", () => t("nav.graph")],
  ["screen", "screen", () => t("nav.screen")],
  ["models", "describe", () => t("nav.models")],
  ["loaded", "loaded", () => t("nav.loaded")],
  ["users", "manage", () => t("nav.users")],
  ["journal", "journal", () => t("nav.journal")],
];

/** The head of the page; `redraw` draws the view again. */
export function header(redraw) {
  const known = Boolean(session().name);
  return el("header", { class: "top" },
    el("div", { class: "bar" },
      el("a", { class: "brand", href: "#/" }, el("img", { src: "/web/icon.svg", alt: "", width: 22, height: 22 }), t("page.title")),
      known && navigation(),
      known && may("look") && searchBox(),
      el("div", { class: "row end" },
        known && may("reveal") && revealControl(redraw),
        languageSwitch(redraw),
        known && el("button", { type: "button", class: "quiet-button", onclick: showKeys, "aria-label": t("keys.title") }, "?"),
        known && account(redraw),
      ),
    ),
    revealedBanner(redraw),
  );
}

function navigation() {
  const open = here().parts[0] ?? (may("leads") ? "leads" : "users");
  const links = PLACES.filter(([, action]) => may(action)).map(([place, , title]) =>
    el("li", {}, el("a", { href: to([place]), "aria-current": open === place ? "page" : null }, title())));
  return el("nav", { "aria-label": t("nav.label") }, el("ul", {}, links));
}

function searchBox() {
  const sought = here().parts[0] === "search" ? here().query.get("q") ?? "" : "";
  const field = el("input", {
    id: "search", type: "search", value: sought, maxlength: 500, placeholder: t("search.placeholder"),
    "aria-label": t("search.label"), autocomplete: "off", dir: "auto",
  });
  return el("form", {
    role: "search", class: "search", "aria-label": t("search.label"), onsubmit: (event) => {
      event.preventDefault();
      if (field.value.trim()) go(["search"], { q: field.value.trim() });
    },
  }, field, el("button", { type: "submit" }, t("search.button")));
}

function languageSwitch(redraw) {
  const other = language() === "zh" ? "en" : "zh";
  const change = () => { setLanguage(other); redraw(); };
  return el("button", {
    type: "button", class: "quiet-button", lang: other === "zh" ? "zh-CN" : "en", onclick: change,
  }, other === "zh" ? "中文" : "English");
}

function account(redraw) {
  const leave = async () => {
    try {
      await logOut();
      go([]);
      redraw();
    } catch (error) {
      openDialog(t("page.problem"), () => problem(error));
    }
  };
  return [
    el("span", { class: "actor", title: session().name }, el("bdi", {}, session().name)),
    el("button", { type: "button", class: "quiet-button", onclick: leave }, t("login.out")),
  ];
}
