// What is on the board: nodes and edges by id, what is hidden, pinned and selected, and the questions that brought them.

import { get } from "../api.js";

const SELECTED = 2;

/** An edge's id: the same statement has the same one, whichever question brought it. */
function edgeId(edge) {
  const told = [edge.type, edge.from, edge.to, edge.kind, edge.role, edge.via?.id, edge.valid_from, edge.valid_to, edge.at];
  return told.map((one) => one ?? "").join("|");
}

/** An empty board; `changed` is called after each change. */
export function makeBoard(changed) {
  const board = {
    nodes: new Map(), edges: new Map(), counts: new Map(), paths: [], complete: true, asked: [], updating: false,
    reached: new Map(), hidden: new Set(), pinned: new Set(), selected: [], edge: null, positions: new Map(), off: new Set(), since: "", until: "",
  };

  function take(nodes, edges, parent) {
    for (const one of nodes) board.nodes.set(one.id, { ...board.nodes.get(one.id), parent, ...one });
    for (const one of edges) board.edges.set(edgeId(one), one);
  }

  const reachedKey = (id, type) => [id, type, board.since, board.until].join("|");

  async function ask(question) {
    const answer = await get(question.path, question.parameters);
    board.updating ||= answer.updating;
    if (answer.paths) {
      board.paths = answer.paths;
      board.complete = answer.complete;
      take([answer.from, answer.to], []);
      for (const path of answer.paths) take(path.nodes, path.steps.flat());
    } else {
      take([answer.node], []);
      board.counts.set(answer.node.id, answer.types);
      if (!question.countOnly) {
        take(answer.nodes, answer.edges, answer.node.id);
        const { type, offset, limit } = question.parameters;
        board.reached.set(reachedKey(answer.node.id, type), { offset: offset + limit, total: answer.total });
      }
    }
    return answer;
  }

  /** Ask the server and remember the question, so that it can be asked again unmasked or in another language. */
  async function learn(question) {
    const answer = await ask(question);
    if (!board.asked.some((one) => JSON.stringify(one) === JSON.stringify(question))) board.asked.push(question);
    changed();
    return answer;
  }

  return Object.assign(board, {
    count: (id) => learn({ path: around(id), parameters: { limit: 1 }, countOnly: true }),
    /** Bring the next edges of one type; how far one has come is remembered for each node, type and pair of days. */
    expand: (id, type, limit) => learn({
      path: around(id), parameters: { type, since: board.since, until: board.until, offset: board.reachedOf(id, type).offset, limit },
    }),
    reachedOf: (id, type) => board.reached.get(reachedKey(id, type)) ?? { offset: 0, total: Infinity },
    connect: (from, to) => learn({ path: "/v1/paths", parameters: { from, to } }),
    async askAgain() {
      for (const question of board.asked) await ask(question);
      changed();
    },
    select(id, more = false) {
      const others = board.selected.filter((one) => one !== id);
      if (more && others.length < board.selected.length) board.selected = others;
      else board.selected = more ? [...others, id].slice(-SELECTED) : [id];
      board.edge = null;
      changed();
    },
    selectEdge(id) {
      board.edge = id;
      changed();
    },
    hide(ids) {
      for (const id of ids) board.hidden.add(id);
      board.selected = board.selected.filter((one) => !board.hidden.has(one));
      changed();
    },
    showAll() {
      board.hidden.clear();
      changed();
    },
    pin(id) {
      if (!board.pinned.delete(id)) board.pinned.add(id);
      changed();
    },
    filter(wanted) {
      Object.assign(board, wanted);
      changed();
    },
    toggleType(type, on) {
      if (on) board.off.delete(type);
      else board.off.add(type);
      changed();
    },
  });
}

function around(id) {
  return `/v1/entities/${encodeURIComponent(id)}/neighbours`;
}

/** Whether an edge was in force at some time between two days; what has no day is always shown. */
function inForce(edge, since, until) {
  const from = edge.at ?? edge.valid_from;
  const to = edge.at ?? edge.valid_to;
  return !(since && to && to < since) && !(until && from && from > until);
}

/** What of the board is to be seen: {nodes, edges: [[id, edge]]}; what only hidden ties brought in is not. */
export function visible(board) {
  const edges = [...board.edges].filter(([, one]) =>
    !board.off.has(one.type) && inForce(one, board.since, board.until) && !board.hidden.has(one.from) && !board.hidden.has(one.to));
  const tied = new Set(edges.flatMap(([, one]) => [one.from, one.to]));
  const nodes = [...board.nodes.values()].filter((one) =>
    !board.hidden.has(one.id) && (!one.parent || tied.has(one.id) || board.pinned.has(one.id) || board.selected.includes(one.id)));
  const shown = new Set(nodes.map((one) => one.id));
  return { nodes, edges: edges.filter(([, one]) => shown.has(one.from) && shown.has(one.to)) };
}
