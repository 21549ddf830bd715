// Why two mentions are one or two: what was decided, what stands on the rows, and what each comparison weighs.

import { el, text } from "../dom.js";
import { coded, percent, say, shown, t, telling, word } from "../i18n.js";
import { place } from "./evidence.js";
import { table } from "./table.js";

/** The answer of `/v1/entities/{id}/why`. */
export function reasons(found) {
  const rows = found.comparisons.filter((one) => !empty(one.a) || !empty(one.b));
  return el("div", { class: "notice" },
    el("p", {}, el("strong", {}, found.same ? t("why.same") : t("why.different")), " ",
      found.probability !== null && t("why.probability", { p: percent(found.probability) }), " ",
      telling(t("why.because")), say(found.says)),
    el("ul", {}, [found.a, found.b].map((one, at) => mention(one, found.links[at], found.numbers[at]))),
    table(t("why.compare"), [
      [t("value.name"), (one) => say(one.title)],
      [t("why.first"), (one) => value(one, one.a)],
      [t("why.second"), (one) => value(one, one.b)],
      [t("why.level"), (one) => el("span", { class: `badge level-${one.level}` }, word("level", one.level))],
    ], rows),
    found.way.length > 0 && way(found.way),
    found.waterfall && weights(found.waterfall));
}

/** The joins that lead from one to the other. */
function way(links) {
  return [el("p", { class: "quiet" }, t("why.way")), table(t("why.way"), [
    [t("mention.basis"), (one) => say(one.title)],
    [t("why.outcome"), (one) => say(one.outcome_title)],
    [t("why.bits"), (one) => one.weight === null ? "" : signed(one.weight), "number"],
    [t("mention.probability"), (one) => percent(one.probability), "number"],
  ], links)];
}

/** Where a mention stands, what joined it to its entity, and what the number on its row is. */
function mention(one, link, number) {
  return el("li", {}, text(one.table_title), " ", place(one), telling(""), say(link.title),
    number.role !== "none" && [" · ", telling(t("search.number")), say(number.title)],
    number.bearer && [" ", el("code", {}, number.bearer)]);
}

/** The waterfall of match weights: values are those of all rows that stand together with either mention. */
function weights(fall) {
  const steps = fall.parts.filter((one) => one.level !== "nothing");
  return [el("p", { class: "quiet" }, t("why.weighed")), table(t("why.weighed"), [
    [t("value.name"), (one) => one.title ? say(one.title) : el("strong", {}, one.sum)],
    [t("why.first"), (one) => one.title && value(one, one.a)],
    [t("why.second"), (one) => one.title && value(one, one.b)],
    [t("why.level"), (one) => one.title && say(one.level_title)],
    [t("why.bits"), (one) => signed(one.title ? one.weight + one.rarity : one.weight), "number"],
  ], [{ sum: t("why.prior"), weight: fall.prior }, ...steps, { sum: t("why.total"), weight: fall.weight }]),
  el("p", {}, t("why.wanted", { p: percent(fall.probability), least: percent(fall.threshold) }))];
}

/** A value that is compared; a sex is a code of the dictionaries. */
function value(compared, said) {
  return text(shown(compared.name === "sex" ? coded(said) : said));
}

function signed(bits) {
  return (bits < 0 ? "−" : "+") + Math.abs(bits).toFixed(2);
}

function empty(value) {
  return value === null || value === "" || (Array.isArray(value) && !value.length);
}
