// How nodes look: one shape and color for each family of labels, told in the legend.

const FAMILIES = [
  ["person", "ellipse", "#1f4e79", ["Person"]],
  ["organization", "round-rectangle", "#0b6b63", ["Organization", "Registration", "Agency", "Official", "Undecided", "Household"]],
  ["case", "diamond", "#8a3b00", [
    "Case", "Judgment", "Decision", "Document", "Measure", "Appraisal", "Service", "ListEntry", "Complaint", "Recording",
  ]],
  ["custody", "octagon", "#86202a", ["Custody", "Correction", "RehabStay", "DrugTest", "MonitorEvent"]],
  ["asset", "rectangle", "#3f5f16", ["RealEstate", "Vehicle", "Plate", "Account", "Loan", "Parcel", "Tenancy", "RentDue", "Benefit"]],
  ["contact", "triangle", "#5b3a86", ["Phone", "Address", "IdNumber", "Place"]],
];
const OTHER = ["other", "vee", "#4a5361", []];

/** The family of a label: [name, shape, color]. */
export function family(label) {
  return FAMILIES.find(([, , , labels]) => labels.includes(label)) ?? OTHER;
}

/** All families in the order of the legend. */
export function families() {
  return [...FAMILIES, OTHER];
}

/** The style sheet of the canvas. */
export function sheet() {
  return [
    { selector: "node", style: {
      label: "data(caption)", shape: "data(shape)", "background-color": "data(color)", width: 34, height: 34,
      "font-size": 11, "text-wrap": "wrap", "text-max-width": 110, "line-height": 1.25, "text-valign": "bottom", "text-margin-y": 4, color: "#1c2430",
      "font-family": "PingFang SC, Microsoft YaHei, Noto Sans CJK SC, sans-serif",
      "text-background-color": "#fff", "text-background-opacity": 0.85, "border-width": 1, "border-color": "#fff",
    } },
    { selector: "node[?hub]", style: { width: 52, height: 52, "border-width": 5, "border-style": "double", "border-color": "#c2570c" } },
    { selector: "node[?pinned]", style: { "border-width": 3, "border-style": "dashed", "border-color": "#1c2430" } },
    { selector: "node[?chosen]", style: { "border-width": 4, "border-style": "solid", "border-color": "#e0a100", "overlay-color": "#e0a100", "overlay-opacity": 0.18 } },
    { selector: "edge", style: {
      label: "data(caption)", width: 1.6, "line-color": "#8b97a8", "target-arrow-color": "#8b97a8", "target-arrow-shape": "triangle",
      "curve-style": "bezier", "font-size": 10, color: "#3a4452", "text-rotation": "autorotate", "arrow-scale": 0.8,
      "font-family": "PingFang SC, Microsoft YaHei, Noto Sans CJK SC, sans-serif",
      "text-background-color": "#fff", "text-background-opacity": 0.85,
    } },
    { selector: "edge[?chosen]", style: { width: 4, "line-color": "#e0a100", "target-arrow-color": "#e0a100" } },
  ];
}
