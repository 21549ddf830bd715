// 14 图的状态 · The state of the graph
MATCH (m:Meta)
RETURN m.workspace AS workspace, m.generation AS generation, m.updating AS updating
