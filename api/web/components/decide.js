// Deciding a lead: a new status or another hand, and why; nobody overwrites another.

import { send } from "../api.js";
import { el, fill, text } from "../dom.js";
import { say, t } from "../i18n.js";
import { session, titles } from "../session.js";
import { openDialog } from "./dialog.js";
import { choice, labelled } from "./form.js";
import { problem } from "./message.js";

// What was written when another had changed the lead meanwhile, by lead: it is there again after loading anew.
const drafts = new Map();

/** The form that decides a lead; `done` is given the lead as it is then, `reload` shows what others changed. */
export function decideForm(lead, done, reload) {
  const status = choice(titles().statuses.map((one) => [one.status, say(one.title)]), lead.status);
  const assignee = el("input", { value: lead.assignee, maxlength: 200, dir: "auto", autocomplete: "off" });
  const why = el("textarea", { rows: 2, required: true, maxlength: 2000, dir: "auto", value: drafts.get(lead.lead_id) ?? "" });
  const said = el("div");
  const mine = el("button", { type: "button", onclick: () => { assignee.value = session().name; } }, t("decide.to_me"));
  const save = el("button", { type: "submit" }, t("decide.save"));

  async function submit(event) {
    event.preventDefault();
    const wanted = { status: status.value, assignee: assignee.value.trim(), reason: why.value.trim() };
    if (!wanted.reason) return;
    save.disabled = true;
    drafts.delete(lead.lead_id);
    try {
      done(await send("PATCH", `/v1/leads/${encodeURIComponent(lead.lead_id)}`, wanted, { "If-Match": `"${lead.version}"` }));
    } catch (error) {
      if (error.status === 412) drafts.set(lead.lead_id, wanted.reason);
      const again = error.status === 412 && el("button", { type: "button", onclick: reload }, t("decide.reload"));
      fill(said, problem(error), again);
    }
    save.disabled = false;
  }

  return el("form", { class: "stack decide", onsubmit: submit },
    labelled(t("lead.status"), status),
    labelled(t("lead.assignee"), assignee, t("decide.assignee_hint")), mine,
    labelled(t("decide.reason"), why), said, el("p", {}, save));
}

/** The same over the list. */
export function decideDialog(lead, done) {
  openDialog(t("lead.decide"), (close) => {
    const finished = () => { close(); done(); };
    return el("div", { class: "stack" }, el("p", {}, text(say(lead.explanation))), decideForm(lead, finished, finished));
  });
}
