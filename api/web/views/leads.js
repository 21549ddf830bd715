// The leads: found, filtered, sorted, opened by keyboard, taken to a file.

import { download, get } from "../api.js";
import { decideDialog } from "../components/decide.js";
import { exportButtons, filterBar, filterOf } from "../components/lead_filter.js";
import { leadTable } from "../components/lead_table.js";
import { announce, problem } from "../components/message.js";
import { pager } from "../components/table.js";
import { el, fill } from "../dom.js";
import { t } from "../i18n.js";
import { answerTo } from "../keys.js";
import { go, note } from "../router.js";
import { may } from "../session.js";

const PAGE = 50;

/** The list of leads. */
export async function leads({ query, signal }) {
  const wanted = filterOf(query);
  const list = el("div");
  const bar = el("div");
  let rows = [];
  let chosen = 0;

  async function load() {
    note(["leads"], wanted);
    list.setAttribute("aria-busy", "true");
    try {
      const found = await get("/v1/leads", { ...wanted, limit: PAGE }, signal);
      rows = found.leads;
      chosen = Math.min(chosen, Math.max(0, rows.length - 1));
      drawBar(found);
      draw(found);
    } catch (error) {
      if (error.name !== "AbortError") fill(list, problem(error));
    }
    list.removeAttribute("aria-busy");
  }

  function drawBar(found) {
    const focused = document.activeElement?.id;
    fill(bar, filterBar(found, wanted, change));
    if (focused) document.getElementById(focused)?.focus();
  }

  function draw(found) {
    const page = { total: found.total, offset: found.offset, limit: found.limit };
    const turn = (offset) => { chosen = 0; change({ offset }, true); };
    fill(list, pager(page, turn), leadTable(rows, (place) => mark(place), decide), pager(page, turn));
    mark(chosen, false);
  }

  function change(parts, sameList = false) {
    Object.assign(wanted, sameList ? {} : { offset: "" }, parts);
    if (!sameList) chosen = 0;
    return load();
  }

  function mark(place, focus = true) {
    const drawn = list.querySelectorAll("tbody tr");
    if (!drawn[place]) return;
    drawn[chosen]?.removeAttribute("aria-current");
    chosen = place;
    drawn[place].setAttribute("aria-current", "true");
    if (focus) drawn[place].querySelector(".says a").focus();
  }

  function decide(place = chosen) {
    if (!may("decide") || !rows[place]) return;
    decideDialog(rows[place], () => { announce(t("decide.done")); load(); });
  }

  answerTo([
    { keys: ["j", "ArrowDown"], says: t("keys.next"), run: () => mark(Math.min(chosen + 1, rows.length - 1)) },
    { keys: ["k", "ArrowUp"], says: t("keys.previous"), run: () => mark(Math.max(chosen - 1, 0)) },
    { keys: ["Enter"], says: t("keys.open"), run: () => rows[chosen] && go(["leads", rows[chosen].lead_id]) },
    { keys: ["d"], says: t("keys.decide"), run: () => decide() },
  ]);
  await load();
  const take = async (form) => {
    try {
      await download("/v1/leads/export", { ...wanted, offset: "", sort: "", format: form }, `leads.${form}`);
      announce(t("leads.exported"));
    } catch (error) {
      announce(error.message);
    }
  };
  return [el("div", { class: "row head" }, el("h1", {}, t("leads.title")), exportButtons(take)), bar, list];
}
