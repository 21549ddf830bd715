// The people who may come in; and what is said where there is nothing to see.

import { getPlain, send } from "../api.js";
import { openDialog } from "../components/dialog.js";
import { choice, labelled } from "../components/form.js";
import { announce, problem } from "../components/message.js";
import { table } from "../components/table.js";
import { el, fill, text } from "../dom.js";
import { moment, t, word } from "../i18n.js";
import { sending } from "./login.js";

/** Everybody who may come in, with the ways to invite and to shut out. */
export async function users({ redraw }) {
  const found = await getPlain("/v1/users");
  return [
    el("h1", {}, t("users.title")), el("p", { class: "quiet" }, t("users.explained")),
    table(t("users.title"), [
      [t("users.name"), (one) => text(one.name)],
      [t("users.role"), (one) => word("role", one.role)],
      [t("users.state"), (one) => word("state", one.state)],
      [t("users.since"), (one) => (moment(one.since)), "day"],
      ["", (one) => one.state !== "disabled" && el("button", {
        type: "button", onclick: () => disable(one.name, redraw), "aria-label": `${t("users.disable")} ${one.name}`,
      }, t("users.disable"))],
    ], found.users),
    el("h2", {}, t("users.invite")), inviteForm(),
  ];
}

function inviteForm() {
  const name = el("input", { required: true, maxlength: 200, dir: "auto", autocomplete: "off" });
  const role = choice(["investigator", "administrator"].map((one) => [one, word("role", one)]), "investigator");
  const said = el("div", { "aria-live": "polite" });
  const invite = sending(said, async () => {
    fill(said, invited(await send("POST", "/v1/users", { name: name.value.trim(), role: role.value })));
  });
  return el("form", { class: "stack narrow", onsubmit: invite },
    labelled(t("users.name"), name), labelled(t("users.role"), role),
    el("p", {}, el("button", { type: "submit" }, t("users.invite"))), said);
}

function invited(answer) {
  const link = el("input", { readonly: true, value: answer.link, onfocus: () => link.select() });
  const copy = async () => {
    link.select();
    // Without https browsers lend no clipboard; then the link stands there selected.
    await navigator.clipboard?.writeText(answer.link).then(() => announce(t("users.copied")), () => {});
  };
  return el("div", { class: "notice stack" }, labelled(t("users.link"), link, t("users.link_hint")),
    el("p", {}, el("button", { type: "button", onclick: copy }, t("users.copy"))));
}

function disable(name, redraw) {
  openDialog(t("users.disable"), (close) => {
    const why = el("input", { required: true, maxlength: 2000, dir: "auto", autocomplete: "off" });
    const said = el("div");
    const disabling = sending(said, async () => {
      await send("POST", `/v1/users/${encodeURIComponent(name)}/disable`, { reason: why.value.trim() });
      close();
      announce(t("users.disabled"));
      redraw();
    });
    return el("form", { class: "stack", onsubmit: disabling }, el("p", {}, text(name)),
      labelled(t("decide.reason"), why), said, el("p", {}, el("button", { type: "submit" }, t("users.disable"))));
  });
}

/** What is said at an address that leads nowhere, or not for this person. */
export function missing() {
  return [el("h1", {}, t("page.missing")), problem({ message: t("page.missing_explained") })];
}
