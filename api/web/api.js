// The way to the server: one function for looking, one for changing; what goes wrong is a sentence.

import { language, t } from "./i18n.js";
import { reason } from "./reveal.js";

/** What the server refused, as its sentence in the reader's language. */
class Refusal extends Error {
  constructor(status, code, sentence) {
    super(sentence);
    this.status = status;
    this.code = code;
  }
}

/** The address of a look-up, without the parameters that are empty. */
export function address(path, parameters = {}) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (Array.isArray(value)) value.forEach((one) => query.append(name, one));
    else if (value !== "" && value !== null && value !== undefined && value !== false) query.set(name, value);
  }
  return query.size ? `${path}?${query}` : path;
}

async function ask(path, options = {}) {
  const headers = { "Accept-Language": language(), ...options.headers };
  let answer;
  try {
    answer = await fetch(path, { ...options, headers, credentials: "same-origin" });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Refusal(0, "out_of_reach", t("error.out_of_reach"));
  }
  if (answer.ok) return answer;
  const told = await answer.json().catch(() => ({}));
  if (answer.status === 401 && told.code === "not_signed_in") window.dispatchEvent(new Event("clew:signed-out"));
  throw new Refusal(answer.status, told.code ?? "", told.detail ?? t("error.unknown", { status: answer.status }));
}

/** Look something up; the reason to reveal, where one was given, goes with it. */
export async function get(path, parameters = {}, signal = undefined) {
  const answer = await ask(address(path, { ...parameters, reveal: reason() }), { signal });
  return answer.json();
}

/** Look something up that has no names or numbers to reveal. */
export async function getPlain(path, parameters = {}, signal = undefined) {
  return (await ask(address(path, parameters), { signal })).json();
}

/** Look up what answers to POST; the reason to reveal goes with it. */
export async function post(path, body = undefined) {
  return send("POST", address(path, { reveal: reason() }), body);
}

/** Change something; returns the answer's JSON, or null where it has none. */
export async function send(method, path, body = undefined, headers = {}) {
  const sent = body === undefined ? {} : { "Content-Type": "application/json" };
  const answer = await ask(path, {
    method, headers: { ...sent, ...headers }, body: body === undefined ? undefined : JSON.stringify(body),
  });
  return answer.status === 204 ? null : answer.json();
}

/** Fetch a file and hand it to the browser to keep. */
export async function download(path, parameters, name) {
  const answer = await ask(address(path, { ...parameters, reveal: reason() }));
  keep(await answer.blob(), name);
}

/** Hand a file to the browser to keep. */
export function keep(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
