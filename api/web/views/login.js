// Coming in: with name and password, or by an invitation.

import { send } from "../api.js";
import { announce, problem } from "../components/message.js";
import { el, fill } from "../dom.js";
import { aside, t, word } from "../i18n.js";
import { go } from "../router.js";
import { logIn, refresh } from "../session.js";

const SHORTEST = 10;

/** Log in. */
export function login({ redraw }) {
  const name = el("input", { id: "name", required: true, maxlength: 200, autocomplete: "username", dir: "auto" });
  const password = el("input", { id: "password", type: "password", required: true, maxlength: 200, autocomplete: "current-password" });
  const said = el("div");
  const enter = sending(said, async () => {
    await logIn(name.value.trim(), password.value);
    redraw();
  });
  return el("section", { class: "entry" },
    el("h1", {}, t("login.title")), el("p", { class: "quiet" }, t("login.explained")),
    el("form", { class: "stack", onsubmit: enter },
      el("label", { for: "name" }, t("login.name")), name,
      el("label", { for: "password" }, t("login.password")), password,
      said, el("button", { type: "submit" }, t("login.enter"))));
}

/** Choose a password by an invitation. */
export async function invitation({ parts }) {
  const path = `/v1/invitations/${encodeURIComponent(parts[0] ?? "")}`;
  const invited = await send("GET", path);
  const first = el("input", { id: "password", type: "password", required: true, minlength: SHORTEST, maxlength: 200, autocomplete: "new-password", "aria-describedby": "rule" });
  const again = el("input", { id: "again", type: "password", required: true, maxlength: 200, autocomplete: "new-password" });
  const said = el("div");
  const accept = sending(said, async () => {
    if (first.value !== again.value) throw new Error(t("login.differ"));
    await send("POST", path, { password: first.value });
    await refresh();
    announce(t("login.welcome"));
    go([]);
  });
  return el("section", { class: "entry" },
    el("h1", {}, t("login.invited")),
    el("p", {}, t("login.for"), el("strong", {}, el("bdi", {}, invited.name)), aside(word("role", invited.role))),
    el("form", { class: "stack", onsubmit: accept },
      el("input", { type: "text", value: invited.name, autocomplete: "username", hidden: true, "aria-hidden": "true" }),
      el("label", { for: "password" }, t("login.choose")), first,
      el("p", { id: "rule", class: "quiet" }, t("login.rule", { n: SHORTEST })),
      el("label", { for: "again" }, t("login.again")), again,
      said, el("button", { type: "submit" }, t("login.accept"))));
}

/** A form's handler that sends once at a time and says what went wrong. */
export function sending(said, run) {
  return async (event) => {
    event.preventDefault();
    const button = event.target.querySelector("button[type=submit]");
    button.disabled = true;
    fill(said);
    try {
      await run(event);
    } catch (error) {
      fill(said, problem(error));
    } finally {
      button.disabled = false;
    }
  };
}
