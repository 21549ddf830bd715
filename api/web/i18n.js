// The words of the page in the reader's language, and of texts that the server sends in both.

import codes from "./i18n/codes.js";
import en from "./i18n/en.js";
import zh from "./i18n/zh.js";

const CATALOGUES = { zh, en };
const KEPT = "clew.language";

function first() {
  const kept = localStorage.getItem(KEPT);
  if (kept in CATALOGUES) return kept;
  return navigator.language.toLowerCase().startsWith("zh") ? "zh" : "en";
}

let chosen = first();

/** The language of the page: zh or en. */
export function language() {
  return chosen;
}

/** Choose the language, here and for the next visit. */
export function setLanguage(wanted) {
  chosen = wanted;
  localStorage.setItem(KEPT, wanted);
  mark();
}

/** Tell the browser and screen readers which language the page is in. */
export function mark() {
  document.documentElement.lang = chosen === "zh" ? "zh-CN" : "en";
}

/** A text of the catalogue, its {names} filled in. */
export function t(key, values = {}) {
  return CATALOGUES[chosen][key].replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ""));
}

/** The word for a code of the server, or the code itself where the catalogue knows none. */
export function word(family, code) {
  return CATALOGUES[chosen][`${family}.${code}`] ?? String(code);
}

/** All words of a family as [code, word]. */
export function words(family) {
  const start = `${family}.`;
  return Object.entries(CATALOGUES[chosen]).filter(([key]) => key.startsWith(start)).map(([key, told]) => [key.slice(start.length), told]);
}

/** A text that the server sends as {zh, en}. */
export function say(both) {
  if (both === null || both === undefined) return "";
  return typeof both === "object" ? (both[chosen] || both.zh || "") : String(both);
}

/** Words one after the other. */
export function listed(words) {
  return words.join(chosen === "zh" ? "、" : ", ");
}

/** Phrases one after the other. */
export function apart(phrases) {
  return phrases.join(chosen === "zh" ? "；" : "; ");
}

/** Words in brackets behind others. */
export function aside(words) {
  return chosen === "zh" ? `（${words}）` : ` (${words})`;
}

/** Words that say what follows. */
export function telling(words) {
  return chosen === "zh" ? `${words}：` : `${words}: `;
}

/** A value of the server as a person reads it. */
export function shown(value, unit = "") {
  if (value === null || value === undefined || value === "") return "—";
  if (typeof value === "boolean") return value ? t("word.yes") : t("word.no");
  if (typeof value === "number") return number(value, unit);
  if (typeof value === "string") return value;
  if (Array.isArray(value)) return listed(value.map((one) => shown(one, unit))) || "—";
  if ("zh" in value) return say(value);
  return Object.entries(value).map(([name, one]) => `${name}: ${shown(one)}`).join("; ");
}

function number(value, unit) {
  const money = unit.startsWith("元") || unit === "CNY";
  return value.toLocaleString("en-US", { useGrouping: money, maximumFractionDigits: 4 });
}

/** An amount in yuan. */
export function money(value) {
  return value === null || value === undefined ? "—" : `¥${value.toLocaleString("en-US", { maximumFractionDigits: 2 })}`;
}

/** A moment (ISO 8601, UTC) in the clock of the reader. */
export function moment(iso) {
  const day = new Date(iso);
  if (Number.isNaN(day.getTime())) return String(iso ?? "");
  const two = (n) => String(n).padStart(2, "0");
  const date = [day.getFullYear(), two(day.getMonth() + 1), two(day.getDate())].join("-");
  return `${date} ${two(day.getHours())}:${two(day.getMinutes())}:${two(day.getSeconds())}`;
}

/** A share of one as percent, rounded down so that nothing short of certain reads as 100 %. */
export function percent(share) {
  return `${Math.floor(share * 1000) / 10}%`;
}

/** The word for a code of the agencies' dictionaries (plaintiff, prison, …). */
export function coded(code) {
  if (code === null || code === undefined || code === "") return "";
  const known = chosen === "zh" ? codes[code] : null;
  return known ?? String(code).replaceAll("_", " ");
}
