// Which view answers to which address, and what one must be allowed to do to open it.

import { dossier } from "./dossier.js";
import { graph } from "./graph.js";
import { journal } from "./journal.js";
import { lead } from "./lead.js";
import { leads } from "./leads.js";
import { loaded, rejects } from "./loaded.js";
import { invitation, login } from "./login.js";
import { model, models } from "./models.js";
import { screening, screenStart } from "./screening.js";
import { search } from "./search.js";
import { missing, users } from "./users.js";

// Each: the parts of its address (":" stands for any one), the action that is needed, the view.
const VIEWS = [
  [["leads"], "leads", leads],
  [["leads", ":"], "leads", lead],
  [["entities", ":"], "look", dossier],
  [["search"], "look", search],
  [["graph"], "look", graph],
  [["screen"], "screen", screenStart],
  [["screen", ":"], "screen", screening],
  [["models"], "describe", models],
  [["models", ":"], "describe", model],
  [["loaded"], "loaded", loaded],
  [["loaded", ":"], "loaded", rejects],
  [["journal"], "journal", journal],
  [["users"], "manage", users],
];

/** The view of an address: {draw, parts}; the login for those who have not logged in. */
export function viewAt(place, session, may) {
  if (place.parts[0] === "invitation") return { draw: invitation, parts: place.parts.slice(1) };
  if (!session.name) return { draw: login, parts: [] };
  const parts = place.parts.length ? place.parts : [may("leads") ? "leads" : "users"];
  const found = VIEWS.find(([pattern, action]) => fits(pattern, parts) && may(action));
  if (!found) return { draw: missing, parts };
  return { draw: found[2], parts: parts.filter((_, place) => found[0][place] === ":") };
}

function fits(pattern, parts) {
  return pattern.length === parts.length && pattern.every((one, place) => one === ":" || one === parts[place]);
}
