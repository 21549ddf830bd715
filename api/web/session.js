// Who is logged in, and what this person may do.

import { getPlain, send } from "./api.js";

let who = { name: "", role: "", may: [] };
let vocabulary = { nodes: {}, relationships: {}, statuses: [], kinds: [] };

/** Ask the server who is logged in. */
export async function refresh() {
  who = await getPlain("/v1/session");
  if (may("describe") && !vocabulary.statuses.length) vocabulary = await words();
  return who;
}

async function words() {
  const told = await getPlain("/v1/schema");
  return {
    nodes: Object.fromEntries(told.nodes.map((one) => [one.label, one.title])),
    relationships: Object.fromEntries(told.relationships.map((one) => [one.type, one.title])),
    statuses: told.statuses,
    kinds: told.kinds,
  };
}

/** Who is logged in: name (empty for nobody), role, the generation that answers and its day. */
export function session() {
  return who;
}

/** Say whether this person may do an action (`leads`, `decide`, `look`, …). */
export function may(action) {
  return who.may.includes(action);
}

/** The titles of labels and relationship types, and the statuses of leads. */
export function titles() {
  return vocabulary;
}

/** Log in with name and password. */
export async function logIn(name, password) {
  await send("POST", "/v1/session", { name, password });
  return refresh();
}

/** Log out. */
export async function logOut() {
  await send("DELETE", "/v1/session");
  return refresh();
}
