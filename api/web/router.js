// Addresses within the page: #/leads?model=M19, #/leads/L-…, #/entities/P-…

/** The present address as {path, parts, query}. */
export function here() {
  const [path, query = ""] = location.hash.replace(/^#/, "").split("?");
  const parts = path.split("/").filter(Boolean).map(decoded);
  return { path: path || "/", parts, query: new URLSearchParams(query) };
}

function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** Write an address of parts (each encoded) and of what is filtered by. */
export function to(parts, query = {}) {
  const kept = Object.entries(query).filter(([, value]) => value !== "" && value !== null && value !== undefined);
  const told = new URLSearchParams(kept).toString();
  return `#/${parts.map(encodeURIComponent).join("/")}${told ? `?${told}` : ""}`;
}

/** Go to an address. */
export function go(parts, query = {}) {
  const wanted = to(parts, query);
  if (location.hash === wanted) window.dispatchEvent(new Event("hashchange"));
  else location.hash = wanted;
}

/** Change the address without leaving the view. */
export function note(parts, query = {}) {
  history.replaceState(null, "", to(parts, query));
}
