// Where nodes are put: the same questions in the same order give the same picture.

const STEP = 200;
const ROW = 120;
const WIDE = 118;
const HIGH = 74;

/** Give a place to every node that has none: paths from left to right, neighbours in rings around their node. */
export function place(board) {
  const { positions, paths } = board;
  const width = Math.max(...paths.map((path) => path.nodes.length - 1), 2) * STEP;
  paths.forEach((path, row) => path.nodes.forEach((one, at) => {
    if (positions.has(one.id)) return;
    const last = path.nodes.length - 1;
    const between = at > 0 && at < last;
    positions.set(one.id, free(positions, { x: (at / last) * width, y: between ? fan(row) * ROW : 0 }));
  }));
  for (const one of board.nodes.values()) {
    if (!positions.has(one.id)) positions.set(one.id, slot(positions, positions.get(one.parent)));
  }
}

/** What lies between the two ends fans out above and below, the best path nearest to the middle. */
function fan(row) {
  return row % 2 ? -Math.ceil(row / 2) : row / 2;
}

function free(positions, wanted) {
  const away = wanted.y < 0 ? -1 : 1;
  for (let n = 0; ; n += 1) {
    const tried = { x: wanted.x, y: wanted.y + away * n * (ROW / 2) };
    if (clear(positions, tried)) return tried;
  }
}

/** Whether nothing is so near that names would lie on each other. */
function clear(positions, wanted) {
  for (const one of positions.values()) {
    if (Math.abs(one.x - wanted.x) < WIDE && Math.abs(one.y - wanted.y) < HIGH) return false;
  }
  return true;
}

/** The first free place in rings around a center, beginning on the side away from everything else. */
function slot(positions, center = middle(positions)) {
  if (!positions.size) return { x: 0, y: 0 };
  const all = middle(positions);
  const start = Math.atan2(center.y - all.y, center.x - all.x);
  for (let ring = 1; ; ring += 1) {
    const radius = 40 + ring * 120;
    const places = Math.floor((2 * Math.PI * radius) / WIDE);
    for (let n = 0; n < places; n += 1) {
      const turn = (n % 2 ? -1 : 1) * Math.ceil(n / 2);
      // Every other ring is turned by half a place, so that its ties do not run through the ring within.
      const angle = start + ((turn + (ring % 2 ? 0 : 0.5)) * 2 * Math.PI) / places;
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
