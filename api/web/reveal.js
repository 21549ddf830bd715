// Names and numbers are masked until somebody says why they must be seen, and only while that view is open.

let given = "";

/** Why names and numbers are shown; empty while they are masked. */
export function reason() {
  return given;
}

/** Show names and numbers for this reason; with an empty one they are masked again. */
export function setReason(wanted) {
  given = wanted.trim();
}
