// Where nodes are put: the same questions in the same order give the same picture.

const STEP = 190;
const ROW = 110;
const NEAR = 78;

/** Give a place to every node that has none: paths from left to right, neighbours in rings around their node. */
export function place(board) {
  const { positions } = board;
  board.paths.forEach((path, row) => path.nodes.forEach((one, at) => {
    if (!positions.has(one.id)) positions.set(one.id, free(positions, { x: at * STEP, y: fromMiddle(row, at, path) * ROW }));
  }));
  for (const one of board.nodes.values()) {
    if (!positions.has(one.id)) positions.set(one.id, slot(positions, positions.get(one.parent)));
  }
}

/** The ends of all paths lie in the middle; what is between fans out above and below. */
function fromMiddle(row, at, path) {
  if (at === 0 || at === path.nodes.length - 1) return 0;
  return row % 2 ? -Math.ceil(row / 2) : row / 2;
}

function free(positions, wanted) {
  for (let n = 0; ; n += 1) {
    const tried = { x: wanted.x, y: wanted.y + n * (ROW / 2) };
    if (clear(positions, tried)) return tried;
  }
}

function clear(positions, wanted) {
  for (const one of positions.values()) {
    if (Math.hypot(one.x - wanted.x, one.y - wanted.y) < NEAR) return false;
  }
  return true;
}

/** The first free place in rings around a center, beginning on the side away from everything else. */
function slot(positions, center = middle(positions)) {
  if (!positions.size) return { x: 0, y: 0 };
  const all = middle(positions);
  const start = Math.atan2(center.y - all.y, center.x - all.x);
  for (let ring = 1; ; ring += 1) {
    const radius = 60 + ring * 90;
    const places = Math.floor((2 * Math.PI * radius) / (NEAR * 1.15));
    for (let n = 0; n < places; n += 1) {
      const turn = (n % 2 ? -1 : 1) * Math.ceil(n / 2);
      const angle = start + (turn * 2 * Math.PI) / places;
      const tried = { x: center.x + radius * Math.cos(angle), y: center.y + radius * Math.sin(angle) };
      if (clear(positions, tried)) return tried;
    }
  }
}

function middle(positions) {
  const all = [...positions.values()];
  const sum = all.reduce((one, two) => ({ x: one.x + two.x, y: one.y + two.y }), { x: 0, y: 0 });
  return { x: sum.x / (all.length || 1), y: sum.y / (all.length || 1) };
}
