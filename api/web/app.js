// The page starts here: what is drawn for which address, and by whom it may be seen.

import { header } from "./components/header.js";
import { announce, messages, problem } from "./components/message.js";
import { el, fill } from "./dom.js";
import { mark, t } from "./i18n.js";
import { answerKeys, forget } from "./keys.js";
import { setReason } from "./reveal.js";
import { here } from "./router.js";
import { may, refresh, session } from "./session.js";
import { viewAt } from "./views/index.js";

const page = document.getElementById("page");
const head = el("div");
const main = el("main", { id: "main", tabindex: "-1" });
let shown = "";
let leaving = new AbortController();

function drawHead() {
  const skip = el("a", {
    class: "skip", href: "#main", onclick: (event) => { event.preventDefault(); main.focus(); },
  }, t("page.skip"));
  fill(head, skip, header(draw));
}

/** Draw the view of the present address; a view that was left shows nothing unmasked when it is opened again. */
async function draw() {
  leaving.abort();
  leaving = new AbortController();
  const { signal } = leaving;
  const place = here();
  const subject = subjectOf(place);
  const same = subject === shown;
  if (!same) setReason("");
  shown = subject;
  const view = viewAt(place, session(), may);
  forget();
  drawHead();
  main.setAttribute("aria-busy", "true");
  if (!same) fill(main, el("p", { class: "quiet" }, t("page.loading")));
  let drawn;
  try {
    drawn = await view.draw({ ...place, parts: view.parts, signal, redraw: draw });
  } catch (error) {
    if (error.name === "AbortError") return;
    drawn = [el("h1", { tabindex: "-1" }, t("page.problem")), problem(error)];
  }
  if (signal.aborted) return;
  fill(main, drawn);
  main.removeAttribute("aria-busy");
  const heading = main.querySelector("h1");
  document.title = heading ? `${heading.textContent} · ${t("page.title")}` : t("page.title");
  if (!same && heading) {
    heading.setAttribute("tabindex", "-1");
    heading.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }
}

/** What a view is about: what was looked up, not the page or the filter of it. */
function subjectOf({ path, query }) {
  return [path, ...["q", "node", "from", "to"].map((name) => query.get(name) ?? "")].join(" ");
}

async function start() {
  mark();
  fill(page, head, messages(), main);
  try {
    await refresh();
  } catch (error) {
    drawHead();
    fill(main, el("h1", {}, t("page.problem")), problem(error));
    return;
  }
  window.addEventListener("hashchange", draw);
  window.addEventListener("clew:signed-out", async () => {
    if (!session().name) return;
    await refresh();
    announce(t("login.ended"));
    draw();
  });
  document.addEventListener("keydown", answerKeys);
  draw();
}

start();
