/**
 * The plan view: draws what `workbench/render/view_data.py` gives, in every host (anywidget, JupyterLab's renderer, a page).
 *
 * Its law: the payload is hostile. Every text is set as text, never as markup; no server is asked. It computes no figure of a
 * plan, it adds up, sorts and formats. One file without imports, since anywidget loads it from a blob.
 */

/** @import { Column, Figures, Finding, Item, Key, Look, Metric, Model, Payload, PlanNode } from "./types" */

const VERSION = 1;
const SVG = "http://www.w3.org/2000/svg";
const WIDE = 204, HIGH = 66, GAP = 14, STEP = 32, SLICE = 24, ROW = 26;
const CHAR = 6.7; // pixels of a character at 12 px, on average; what is cut ends with …
const DETAILED = 300, NEAR = 0.28; // more boxes, or smaller ones, are drawn as coloured areas only

// Figures, in the words of workbench/render/numbers.py; a test compares the two.

const whole = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
const two = new Intl.NumberFormat("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const figures = {
  count: (n) => whole.format(n),
  duration: (ms) => ms >= 999.5 ? `${two.format(ms / 1000)} s` : `${ms.toFixed(ms < 1 ? 3 : ms < 10 ? 2 : ms < 100 ? 1 : 0)} ms`,
  percent: (share) => (share > 0 && share < 0.005 ? "<1 %" : `${whole.format(share * 100)} %`),
  times: (ratio) => `${ratio >= 99.5 ? whole.format(ratio) : Number(ratio.toPrecision(3))}x`,
  size: (bytes) => {
    for (const [factor, unit] of /** @type {[number, string][]} */ ([[2 ** 30, "GB"], [2 ** 20, "MB"], [1024, "kB"]]))
      if (bytes >= factor) return `${bytes < 100 * factor ? (bytes / factor).toFixed(1) : whole.format(bytes / factor)} ${unit}`;
    return `${bytes.toFixed(0)} B`;
  },
  pages: (n) => `${whole.format(n)} page${n === 1 ? "" : "s"} (${figures.size(n * 8192)})`,
  rows: (n) => `${whole.format(n)} row${Math.round(n) === 1 ? "" : "s"}`,
};

const share = (part, all) => (all ? Math.min(part / all, 1) : 0);
/** @param {Figures | null | undefined} side @param {Key} key */
const of = (side, key) => side?.[key] ?? 0;

/** @param {PlanNode} node @param {Key} key */
const grown = (node, key) => of(node.after, key) - of(node.before, key);

/** A share of the whole. @param {string} label @param {"ms" | "pages" | "cost"} key */
const part = (label, key) => ({ label, has: (data) => data.whole[key] > 0, heat: (item, { data }) => share(own(item, key), data.whole[key]) });

/** What a node can be coloured by; always with the figure in words: colour never tells it alone. @type {Record<string, Metric>} */
const METRICS = {
  change: {
    label: "change", has: (data) => data.kind === "diff",
    heat: ({ node }, { data: { timed, whole } }) => timed ? share(Math.abs(grown(node, "ms")), whole.ms) : share(Math.abs(grown(node, "pages")), whole.pages),
    text: ({ node }, { data }) => data.timed ? pair(node, "ms", figures.duration) : pair(node, "pages", (n) => `${figures.count(n)} pages`),
  },
  time: {
    ...part("own time", "ms"), has: (data) => data.timed,
    text: (item, { data }) => item.node.never ? "never executed"
      : `${item.node.about && !item.shut ? "≈ " : ""}${figures.duration(own(item, "ms"))} (${figures.percent(share(own(item, "ms"), data.whole.ms))})`,
  },
  rows: {
    label: "rows", has: (data) => data.analyzed,
    heat: (item, { top }) => share(Math.log1p(item.node.rows), Math.log1p(top)), text: ({ node }) => figures.rows(node.rows),
  },
  estimate: {
    label: "estimate error", has: (data) => data.analyzed && data.kind === "plan",
    heat: ({ node }) => Math.min(Math.log10(Math.max(node.factor, 1)) / 3, 1), text: ({ node }) => estimate(node),
  },
  pages: { ...part("pages touched", "pages"), text: (item) => `${figures.count(own(item, "pages"))} pages` },
  cost: { ...part("planner's cost", "cost"), text: (item) => `cost ${two.format(own(item, "cost"))} (estimate)` },
};

/** A node's own figure; of one that is closed, the sum with all below. @param {Item} item @param {"ms" | "pages" | "cost"} key */
const own = (item, key) => (item.shut ? item[key] : (item.node[key]));
/** @param {PlanNode} node */
const estimate = ({ factor, direction }) => factor < 1.05 ? "as planned" : `${figures.times(factor)} ${direction === "over" ? "fewer" : "more"} than planned`;
/** @param {PlanNode} node @param {Key} key @param {(n: number) => string} text */
function pair(node, key, text) {
  const [was, now] = [node.before, node.after].map((side) => (side ? text(of(side, key)) : "–"));
  return was === now ? was : `${was} → ${now}`;
}
/** @param {string} text @param {number} px */
const cut = (text, px) => (text.length * CHAR <= px ? text : `${text.slice(0, Math.max(1, Math.floor(px / CHAR) - 1))}…`);
/** `Seq Scan on orders o` in two: what it does, and with what. @param {string} label */
function halves(label) {
  const at = label.search(/ (on|using) /);
  return at < 0 ? [label, ""] : [label.slice(0, at), label.slice(at + 1)];
}

// The tree: nodes with their children, sums and findings. Loops, since plans can be thousands deep.

const NOTHING = { name: "", closed: "", what: "", ms: 0, error: 0, total: 0, rows: 0, planned: 0, removed: 0, loops: 0, pages: 0, read: 0, temp: 0,
  cost: 0, factor: 0, skew: 0, members: 0, left: 0, conditions: [], fields: [], workers: [], places: [] };

/** @param {Payload} data @returns {Item[]} */
function grow(data) {
  const items = data.nodes.map((given, place) => {
    const node = { ...NOTHING, ...given }, { ms, pages, cost } = node;
    return /** @type {Item} */ ({ place, node, up: null, kids: [], depth: 0, size: 1, ms, pages, cost, found: [], shut: false, x: 0, y: 0, w: WIDE, h: HIGH });
  });
  for (const item of items) {
    if (item.node.parent === null) continue;
    item.up = items[item.node.parent];
    item.up.kids.push(item);
    item.depth = item.up.depth + 1;
  }
  for (const { up, size, ms, pages, cost } of items.slice().reverse()) {
    if (up) (up.size += size), (up.ms += ms), (up.pages += pages), (up.cost += cost);
  }
  const byId = new Map(items.map((item) => [item.node.id, item]));
  for (const finding of data.findings) if (finding.at !== null) byId.get(finding.at)?.found.push(finding);
  return items;
}

/** The items that no closed one hides, in order. @param {Item[]} items @param {Set<Item>} closed */
function shown(items, closed) {
  const found = [], hidden = new Set();
  for (const item of items) {
    if (item.up && (hidden.has(item.up) || closed.has(item.up))) hidden.add(item);
    else found.push(item);
  }
  return found;
}

// Layouts: where each item stands. They set x, y, w, h and give the whole's width and height.

/** A tree: leaves side by side, each parent in the middle over its children; downwards, or to the right.
 * @param {Item[]} items @param {Set<Item>} closed @param {boolean} across */
function treeLayout(items, closed, across) {
  let slot = 0, deepest = 0;
  const side = across ? HIGH + GAP : WIDE + GAP, level = across ? WIDE + STEP : HIGH + STEP;
  const at = new Map();
  for (const item of items) if (!item.kids.length || closed.has(item)) at.set(item, slot++);
  for (const item of items.slice().reverse()) {
    if (!at.has(item)) at.set(item, (at.get(item.kids[0]) + at.get(item.kids[item.kids.length - 1])) / 2);
    const along = at.get(item) * side, deep = item.depth * level;
    Object.assign(item, across ? { x: deep, y: along } : { x: along, y: deep }, { w: WIDE, h: HIGH });
    deepest = Math.max(deepest, deep);
  }
  const wide = (slot - 1) * side;
  return across ? { width: deepest + WIDE, height: wide + HIGH } : { width: wide + WIDE, height: deepest + HIGH };
}

/** An icicle: as wide as the share of an item and all below it, what is its own at the right end.
 * @param {Item[]} items @param {"ms" | "pages" | "cost"} key @param {number} width */
function icicleLayout(items, key, width) {
  const all = items[0]?.[key] || 1, right = new Map();
  let deepest = 0;
  for (const item of items) {
    const x = item.up ? right.get(item.up) : 0;
    Object.assign(item, { x, y: item.depth * SLICE, w: (item[key] / all) * width, h: SLICE - 2 });
    right.set(item, x);
    if (item.up) right.set(item.up, x + item.w);
    deepest = Math.max(deepest, item.y);
  }
  return { width, height: deepest + SLICE };
}

// Drawing: elements are made here and nowhere else.

/** An element with attributes, listeners (`onclick`) and children; what is false or nothing is left out.
 * @param {string} tag @param {Record<string, string | number | boolean | null | undefined | ((event: any) => unknown)>} attributes
 * @param {unknown[]} children @returns {any} */
function make(tag, attributes = {}, ...children) {
  const made = SHAPES.has(tag) ? document.createElementNS(SVG, tag) : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined && value !== false) made.setAttribute(name, value === true ? "" : String(value));
  }
  made.append(.../** @type {Node[]} */ (children.filter(Boolean)));
  return made;
}
const SHAPES = new Set(["svg", "g", "rect", "path", "text", "style", "title", "circle"]);

/** @param {Item} item @param {Look} look */
function paint(item, look) {
  const heat = look.metric.heat(item, look);
  const saved = look.metric === METRICS.change && (grown(item.node, "ms") || grown(item.node, "pages")) < 0;
  return { heat, fill: heat > 0 ? `rgba(${saved ? "44,127,184" : "222,99,20"},${(0.08 + 0.5 * heat ** 0.7).toFixed(2)})` : "none" };
}

/** @type {Record<string, string>} */
const MARKS = { changed: "~ changed", appeared: "+ new", vanished: "− gone" };

/** What a screen reader says of an item, and what a tooltip shows. @param {Item} item @param {Look} look */
function spoken(item, look) {
  const { node } = item, { metric, data } = look;
  return [node.name ? `${node.name}: ${node.label}` : node.label, node.what && MARKS[node.what],
    node.closed && node.members ? `${figures.count(node.members)} nodes, ${node.closed}` : null, metric.text(item, look),
    data.analyzed && !node.never && metric !== METRICS.rows ? figures.rows(node.rows) : null,
    ...item.found.map((finding) => `${finding.word}: ${finding.title}`)].filter(Boolean).join(", ");
}

/** A box of the tree. @param {Item} item @param {Look} look */
function box(item, look) {
  const { node, w, h } = item, { metric, data } = look, { heat, fill } = paint(item, look);
  const [kind, rest] = halves(node.label), sign = data.kind === "plan" ? item.found[0]?.sign : "";
  const inside = w - 16, hidden = item.shut ? item.size - (node.members ? 0 : 1) : 0;
  const second = [node.what && MARKS[node.what], node.name && node.name + (rest && ":"), rest].filter(Boolean).join(" ")
    || (node.members ? node.closed : node.conditions.map(([name, text]) => `${name}: ${text}`)[0]) || "";
  const came = !data.analyzed ? `planned ${figures.count(node.planned)}` : node.never ? "" : figures.rows(node.rows);
  const right = metric === METRICS.rows || data.kind === "diff" ? "" : came;
  const figure = metric.text(item, look);
  return [
    make("rect", { class: "ground", width: w, height: h, rx: 5 }),
    make("rect", { class: "box", width: w, height: h, rx: 5, fill }),
    make("text", { class: "kind", x: 8, y: 18 }, cut(kind, inside - (sign ? 16 : 0) - kind.length * 0.7)),
    make("text", { x: 8, y: 35, class: "rest" }, cut(second, inside)),
    make("text", { x: 8, y: 53 }, cut(figure, inside - (right ? Math.min(right.length, 16) * CHAR : 0))),
    right && make("text", { x: w - 8, y: 53, class: "rest end" }, cut(right, Math.max(60, inside - figure.length * CHAR))),
    sign && make("text", { x: w - 8, y: 18, class: "sign end" }, sign),
    heat > 0 && make("rect", { class: "bar", x: 8, y: h - 8, width: Math.max(1, inside * heat).toFixed(1), height: 3 }),
    node.left && make("text", { x: w / 2, y: h + 14, class: "rest middle" }, `+ ${figures.count(node.left)} left out`),
    item.kids.length > 0 && make("g", { class: "knob", transform: `translate(${w / 2},${h})` }, make("circle", { r: hidden ? 11 : 8 }),
      make("text", { y: 4, class: "middle" }, hidden ? `+${hidden > 99 ? "" : hidden}` : "−")),
  ];
}

/** A slice of the icicle. @param {Item} item @param {Look} look */
function slice(item, look) {
  const w = Math.max(item.w, 1.5 / look.zoom), room = w - 8, sign = item.found[0]?.sign ?? "";
  return [
    make("rect", { class: "ground", width: w, height: item.h }),
    make("rect", { class: "box", width: w, height: item.h, fill: paint(item, look).fill }),
    room > 20 && make("text", { x: 4, y: 15 }, cut(`${sign ? `${sign} ` : ""}${item.node.label} · ${look.metric.text(item, look)}`, room)),
  ];
}

/** The way from a parent to its child. @param {Item} item @param {boolean} across */
function curve({ up, x, y, w, h }, across) {
  if (!up) return "";
  const [x1, y1, x2, y2] = across ? [up.x + up.w, up.y + up.h / 2, x, y + h / 2] : [up.x + up.w / 2, up.y + up.h, x + w / 2, y];
  const [mx, my] = [(x1 + x2) / 2, (y1 + y2) / 2];
  return across ? `M${x1},${y1}C${mx},${y1} ${mx},${y2} ${x2},${y2}` : `M${x1},${y1}C${x1},${my} ${x2},${my} ${x2},${y2}`;
}
/** As wide as the rows that flow. @param {Item} item @param {boolean} across */
const edge = (item, across) => make("path", { d: curve(item, across), class: "edge", "stroke-width": Math.min(1 + 1.5 * Math.log10(1 + (item.node.rows || item.node.planned)), 12).toFixed(1) });

// The panel: one node in full, the findings, the statement.

/** Names and what they stand for, if anything. @param {any[][]} pairs */
const definitions = (pairs) => make("dl", {}, ...pairs.flatMap(([name, value]) => (value ? [make("dt", {}, name), make("dd", {}, value)] : [])));

/** @param {Item} item @param {Look} look @param {(finding: Finding) => void} jump */
function nodePanel(item, look, jump) {
  const { node } = item, { data } = look, { count, duration, pages } = figures, ran = data.analyzed && !node.never;
  return [
    make("h3", {}, node.name ? `${node.name}: ` : "", node.label),
    node.what && make("b", {}, MARKS[node.what]),
    node.members && make("p", {}, `${count(node.members)} nodes ${node.closed}. The figures are their sums.`),
    node.never && data.analyzed && make("p", {}, "Never executed: the plan had it, and nothing was asked of it."),
    node.disabled && make("p", {}, "Disabled by a setting, and there was no other way."),
    data.kind === "diff" ? sides(item, data) : definitions([
      ["own time", data.timed && ran && `${METRICS.time.text(item, look)}${node.error > 0.1 * node.ms && node.error > 0.001 ? ` ± ${duration(node.error)}` : ""}`],
      ["with all below", data.timed && ran && item.kids.length && duration(node.total || item.ms)],
      ["rows out", ran && count(node.rows)],
      ["rows planned", count(node.planned) + (ran && node.factor ? `: ${estimate(node)}` : "")],
      ["rows thrown away", node.removed && count(node.removed)],
      ["loops", node.loops > 1 && count(node.loops)],
      ["pages touched", own(item, "pages") && pages(own(item, "pages"))],
      ["read from disk or the system's cache", node.read && pages(node.read)],
      ["written to temporary files", node.temp && pages(node.temp)],
      ["planner's cost of its own (an estimate)", node.cost && two.format(node.cost)]]),
    ...node.conditions.map(([name, text]) => make("p", {}, make("b", {}, name), " ", make("code", {}, text))),
    ...item.found.filter(() => data.kind === "plan").map((finding) => findingBox(finding, jump)),
    workersTable(node),
    node.fields.length > 0 && make("details", {}, make("summary", {}, "Every field of the plan"),
      definitions(node.fields)),
  ];
}

/** @param {string} caption @param {string[]} names @param {any[][]} rows the first cell of each heads its row */
const table = (caption, names, rows) => make("table", {}, caption && make("caption", {}, caption), make("thead", {}, make("tr", {}, ...names.map((name) => make("th", { scope: "col" }, name)))),
  make("tbody", {}, ...rows.map(([first, ...rest]) => make("tr", {}, make("th", { scope: "row" }, first), ...rest.map((cell) => make("td", {}, ...[cell].flat()))))));

/** Before and after, with the difference. @param {Item} item @param {Payload} data */
const sides = ({ node }, data) => table("", ["", "before", "after", "difference"], COLUMNS.filter((column) => column.has(data)).map(({ name, key, text }) => {
  const by = grown(node, key), show = (side) => (side ? text({}, of(side, key)) : "–");
  return [name, show(node.before), show(node.after), by ? `${by > 0 ? "+" : "−"}${text({}, Math.abs(by))}` : "same"];
}));

/** What each process did; the slowest decides. @param {PlanNode} node */
function workersTable({ workers, skew }) {
  const slowest = Math.max(...workers.map(([, , , ms]) => ms));
  return workers.length && table(skew >= 1.1 ? `Processes: the slowest took ${figures.times(skew)} the mean` : "Processes", ["", "time", "rows", "loops"],
    workers.map(([name, loops, rows, ms]) => [name, [figures.duration(ms), make("span", { class: "part", style: `width:${(100 * share(ms, slowest)).toFixed(0)}%` })],
      figures.count(rows), figures.count(loops)]));
}

/** @param {Finding} finding @param {(finding: Finding) => void} jump */
const findingBox = (finding, jump) => make("div", { class: `finding ${finding.word}` },
  make("button", { class: "title", disabled: finding.at === null, onclick: () => jump(finding) }, make("b", {}, `${finding.sign} ${finding.word}: `), finding.title),
  finding.detail && make("p", {}, finding.detail), finding.remedy && make("p", {}, `→ ${finding.remedy}`),
  finding.sql && !finding.remedy.includes(finding.sql) && make("pre", {}, finding.sql));

/** The statement, the parts marked that a node or finding comes from. @param {string} text @param {number[][]} places */
function marked(text, places) {
  const parts = [];
  let at = 0;
  for (const [start, end] of places.slice().sort((a, b) => a[0] - b[0])) {
    if (start < at) continue;
    parts.push(text.slice(at, start), make("mark", {}, text.slice(start, end)));
    at = end;
  }
  return make("pre", { class: "statement", tabindex: 0, "aria-label": "the statement" }, ...parts, text.slice(at));
}

// The table: the same nodes as rows, sorted by any column; only the rows in sight are in the document.

/** The columns: the figure of a node that each shows and sorts by; in a diff both sides, sorted by the difference. @type {Column[]} */
const COLUMNS = [
  { name: "Own time", key: "ms", has: (d) => d.timed, text: (n, ms) => (n.never ? "never" : `${n.about ? "≈ " : ""}${figures.duration(ms)}`) },
  { name: "Rows", key: "rows", has: (d) => d.analyzed, text: (_, rows) => figures.count(rows) },
  { name: "Planned", key: "planned", has: (d) => d.kind === "plan", text: (_, rows) => figures.count(rows) },
  { name: "Estimate off", key: "factor", has: (d) => d.analyzed && d.kind === "plan", text: (_, factor) => (factor ? figures.times(factor) : "–") },
  { name: "Thrown away", key: "removed", has: (d) => d.analyzed, text: (_, rows) => figures.count(rows) },
  { name: "Loops", key: "loops", has: (d) => d.analyzed && d.kind === "plan", text: (_, loops) => figures.count(loops) },
  { name: "Pages", key: "pages", has: (d) => d.analyzed, text: (_, pages) => figures.count(pages) },
  { name: "Cost", key: "cost", has: (d) => d.whole.cost > 0, text: (_, cost) => two.format(cost) },
];
/** @param {PlanNode} node @param {Column} column */
const entry = (node, { key, text }) => node.members ? "" : node.before === undefined ? text(node, node[key]) : pair(node, key, (n) => text({}, n));
/** @param {PlanNode} node @param {Column} column */
const rank = (node, { key }) => (node.before === undefined ? node[key] : grown(node, key));

const STYLE = `
:host{display:block;--fg:var(--jp-ui-font-color1, CanvasText);--bg:var(--jp-layout-color0, Canvas);
  --dim:var(--jp-ui-font-color2, color-mix(in srgb, CanvasText 75%, Canvas));--soft:var(--jp-layout-color1, color-mix(in srgb, CanvasText 4%, Canvas));
  --line:var(--jp-border-color1, color-mix(in srgb, CanvasText 30%, Canvas));--focus:var(--jp-brand-color1, #1976d2);
  color:var(--fg);background:var(--bg);font:12px/1.45 var(--jp-ui-font-family, system-ui, sans-serif);text-align:left}
*{box-sizing:border-box} [hidden]{display:none !important}
.view{container-type:inline-size;border:1px solid var(--line);border-radius:4px;overflow:hidden;background:var(--bg)}
header b{font-size:13px} header span{color:var(--dim)}
header, .bar{display:flex;flex-wrap:wrap;gap:4px 10px;padding:5px 10px;align-items:baseline;border-bottom:1px solid var(--line);background:var(--soft)}
.bar > span{display:inline-flex;align-items:center;gap:2px}
button, select, input{font:inherit;color:inherit;background:var(--bg);border:1px solid var(--line);border-radius:3px;padding:2px 8px;min-height:26px}
button{cursor:pointer} button[aria-pressed=true]{background:var(--fg);color:var(--bg)}
button:disabled{cursor:default;color:inherit}
input{width:150px}
:focus-visible{outline:2px solid var(--focus);outline-offset:1px}
.main{display:grid;grid:minmax(0, 1fr) / minmax(0, 1fr) 330px;height:var(--tall, 480px);min-height:200px;resize:vertical;overflow:hidden}
.stage{position:relative;min-width:0;min-height:0;overflow:hidden}
.stage > svg{display:block;width:100%;height:100%;cursor:grab;touch-action:pan-y pinch-zoom;user-select:none}
.panel:focus-visible, svg:focus-visible{outline-offset:-2px}
.grid{position:absolute;inset:0;overflow:auto}
.panel{border-left:1px solid var(--line);overflow:auto;padding:8px 10px;background:var(--soft);overflow-wrap:anywhere}
.panel h3{margin:0 0 4px;font-size:13px} .panel h4{margin:12px 0 4px;font-size:12px;color:var(--dim)}
.panel p{margin:3px 0}
dl{display:grid;grid-template-columns:minmax(0, 4fr) minmax(0, 5fr);gap:1px 8px;margin:6px 0} dt{color:var(--dim)} dd{margin:0}
code, pre{font-family:var(--jp-code-font-family, ui-monospace, monospace);font-size:11.5px} pre{white-space:pre-wrap;margin:4px 0;background:var(--bg);border:1px solid var(--line);padding:4px 6px}
.statement{max-height:190px;overflow:auto}
mark{background:#ffd54f;color:#1b1f24;outline:1px solid #b8860b}
.finding{border-left:4px solid #888;padding:2px 0 2px 8px;margin:6px 0} .finding.critical{border-color:#d9534f} .finding.warning{border-color:#e0a030}
.finding.note{border-color:#4a90d9} .finding.fine{border-color:#4caf50}
.title{border:0;padding:0;background:none;text-align:left;min-height:0} .title:enabled{text-decoration:underline var(--line)}
table{border-collapse:collapse;font-size:12px} caption{text-align:left;font-weight:bold;padding:4px 0}
th, td{text-align:right;padding:2px 8px 2px 0;font-weight:normal;white-space:nowrap} tbody th, thead th:first-child{text-align:left;color:var(--dim)}
.part{display:block;height:3px;background:#4a90d9}
.grid table{width:100%} .grid thead th{position:sticky;top:0;background:var(--soft);z-index:1;padding:2px 4px} .grid thead button{border:0;background:none;padding:2px 4px;font-weight:bold}
[aria-sort=descending] button::after{content:" ▾"} [aria-sort=ascending] button::after{content:" ▴"}
.grid tbody tr{height: ${ROW}px;cursor:pointer} .grid tbody th{color:inherit;max-width:240px;overflow:hidden;text-overflow:ellipsis;padding-left:6px}
.grid tr[aria-selected=true]{outline:2px solid var(--focus);outline-offset:-2px} .grid tr.hit th{text-decoration:underline dotted 2px}
.live{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
dialog{color:var(--fg);background:var(--bg);border:1px solid var(--line);border-radius:6px;max-width:440px} kbd{font:inherit;font-weight:bold}
@container (width < 680px){.main{grid:min(340px, var(--tall)) auto / minmax(0, 1fr);height:auto;resize:none} .panel{border-left:0;border-top:1px solid var(--line);max-height:420px} }
@media print{.bar{display:none} .main, .panel{height:auto;max-height:none;overflow:visible} .stage{min-height:420px} }
`;
/** What a saved drawing needs, too. */
const DRAWN = `
text{fill:var(--fg);font:12px var(--jp-ui-font-family, system-ui, sans-serif)} .kind, .sign{font-weight:600} .rest{fill:var(--dim)} .end{text-anchor:end} .middle{text-anchor:middle}
.ground{fill:var(--bg)} .box{stroke:var(--line)} .bar{fill:#4a90d9}
.edge{fill:none;stroke:#8a94a066} .knob circle{fill:var(--bg);stroke:var(--line)} .knob{cursor:pointer} .knob text{font-size:10px}
[data-what] .box{stroke:#c77700;stroke-width:2;stroke-dasharray:6 3} [data-what=vanished] .box{stroke:#888;stroke-dasharray:2 3} [data-what=vanished] .kind{text-decoration:line-through} [data-what=appeared] .box{stroke:#2c7fb8;stroke-dasharray:none}
.hit .box{stroke:#8e24aa;stroke-width:2.5;stroke-dasharray:3 2} [aria-selected=true] .box{stroke:var(--focus);stroke-width:3;stroke-dasharray:none}
`;

// The view: state, what it shows of it, and what keys and pointers do.

const KEYS = [["arrows", "go to the node above, below, beside"], ["Enter", "details of the node; Esc leads back"],
  ["Space", "fold or unfold the node"], ["Home, End", "first, last node"], ["/", "search; Enter: next match"], ["n", "next match"],
  ["f", "next finding"], ["+ − 0", "zoom in, out, fit"], ["?", "this list"], ["Esc", "close, clear the search, clear the selection"]];
const SHAPE = ["tree", "icicle", "table"];

class View {
  constructor(model, el) {
    this.model = model;
    const data = this.data = /** @type {Payload} */ (model.get("plan"));
    if (data?.version !== VERSION) throw new Error(`The view reads version ${VERSION} of the plan format, this is ${data?.version}.`);
    this.items = grow(data);
    this.byId = new Map(this.items.map((item) => [item.node.id, item]));
    const folded = model.get("folded");
    this.closed = new Set(this.items.filter(({ node, kids }) => kids.length && (folded ? folded.includes(node.id) : node.closed)));
    this.selected = this.byId.get(model.get("selected")) ?? null;
    this.places = this.selected?.node.places ?? [];
    this.metrics = Object.entries(METRICS).filter(([, metric]) => metric.has(data));
    this.colour = this.known(model.get("colour"));
    this.shape = SHAPE.includes(model.get("view")) ? model.get("view") : "tree";
    /** @type {"ms" | "pages" | "cost"} */
    this.key = data.timed ? "ms" : data.whole.pages ? "pages" : "cost";
    this.columns = COLUMNS.filter(({ has }) => has(data));
    this.across = this.far = false;
    this.eye = { x: 0, y: 0, k: 1, moved: false }; // the drawing is scaled by k, then moved by x and y
    this.query = "";
    this.hits = new Set(/** @type {Item[]} */ ([]));
    this.sort = { column: -1, down: false };
    this.boxes = new Map(/** @type {[Item, Element][]} */ ([]));
    this.seen = this.order = this.items;
    this.extent = { width: 1, height: 1 };
    this.top = 0;
    this.build();
    el.append(this.host);
    this.leave = this.listen();
    this.layOut();
    this.showPanel();
  }

  known(colour) {
    return this.metrics.some(([name]) => name === colour) ? String(colour) : (this.metrics[0]?.[0] ?? "rows");
  }

  /** @returns {Look} */
  get look() {
    return { metric: METRICS[this.colour], data: this.data, top: this.top, zoom: this.eye.k };
  }

  // What there is on screen

  build() {
    const { data } = this, part = (...inside) => make("span", {}, ...inside);
    const button = (text, title, onclick) => make("button", { type: "button", title, "aria-label": title, onclick }, text);
    this.live = make("div", { class: "live", "aria-live": "polite" });
    this.help = make("dialog", { "aria-label": "Keys" }, make("h3", {}, "Keys"), definitions(KEYS.map(([key, does]) => [make("kbd", {}, key), does])), button("Close", "Close", () => this.help.close()));
    this.search = make("input", { type: "search", placeholder: "Search  /", "aria-label": "Search nodes by name, table or condition",
      oninput: () => this.find(this.search.value), onkeydown: (event) => {
        if (event.key === "Enter") this.next();
        if (event.key === "Escape") this.find(this.search.value = ""), this.focus();
      } });
    this.count = make("span");
    this.shapes = SHAPE.map((shape) => button(shape[0].toUpperCase() + shape.slice(1), `Show as ${shape}`, () => this.change({ view: shape })));
    this.turn = button("⇄", "Tree from left to right, or downwards", () => this.turnTree());
    this.colours = make("select", { "aria-label": "Colour by", onchange: () => this.change({ colour: this.colours.value }) },
      ...this.metrics.map(([name, { label }]) => make("option", { value: name }, `colour: ${label}`)));
    this.zoomers = part(button("−", "Zoom out", () => this.zoom(1 / 1.3)), button("+", "Zoom in", () => this.zoom(1.3)), button("fit", "Fit all in", () => this.fit(0.02)));
    this.layer = make("g");
    this.canvas = make("svg", { role: "tree", tabindex: 0, "aria-label": `${data.kind === "diff" ? "Changes in the plan" : "Plan"}, ${this.items.length} nodes. Press ? for the keys.`,
      onkeydown: (event) => this.press(event) }, this.layer);
    this.grid = make("div", { class: "grid", onscroll: () => this.rows() });
    this.stage = make("div", { class: "stage" }, this.canvas, this.grid);
    this.panel = make("div", { class: "panel", role: "region", "aria-label": "Details", tabindex: 0,
      onkeydown: (event) => event.key === "Escape" && this.focus() });
    this.main = make("div", { class: "main" }, this.stage, this.panel);
    const note = [data.legend, data.unread && `${data.unread} lines of the source were not understood.`].filter(Boolean).join(" ");
    this.host = make("div", { class: "workbench-plan" });
    const root = this.host.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE + DRAWN);
    root.adoptedStyleSheets = [sheet];
    root.append(make("div", { class: "view" },
      make("header", {}, make("b", {}, data.headline || "Plan"), ...data.facts.map(([name, text]) => part(name && `${name}: `, text)), note && part(note)),
      make("div", { class: "bar", role: "toolbar", "aria-label": "View" }, part(...this.shapes), part(this.turn, this.colours), part(this.search, this.count),
        part(button("fold", "Fold as at first", () => this.fold(this.items.filter(({ node }) => node.closed))), button("unfold", "Unfold everything", () => this.fold([]))),
        this.zoomers, part(button("copy", "Copy the whole plan as text", () => this.copy(data.text || this.items.map(asText).join("\n"))),
          button("SVG", "Save as an SVG drawing", () => this.save()), button("?", "Keys", () => this.help.showModal()))),
      this.main, this.live, this.help));
  }

  /** Listeners on several elements; what comes back removes those outside of the view. */
  listen() {
    const { canvas, host, model, eye } = this;
    canvas.addEventListener("wheel", (event) => { // without a modifier the page scrolls, as everywhere in a notebook
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      this.zoom(event.deltaY < 0 ? 1.15 : 1 / 1.15, event.offsetX, event.offsetY);
    }, { passive: false });
    let travelled = 0;
    const drag = {
      pointerdown: () => void (travelled = 0),
      pointermove: (event) => {
        if (!event.buttons || (travelled += Math.hypot(event.movementX, event.movementY)) < 4) return; // a click that trembles
        canvas.setPointerCapture(event.pointerId);
        Object.assign(eye, { x: eye.x + event.movementX, y: eye.y + event.movementY, moved: true });
        this.draw();
      },
      click: (event) => travelled < 4 && this.click(event),
    };
    for (const [event, act] of Object.entries(drag)) canvas.addEventListener(event, act);
    const sized = new ResizeObserver(() => (eye.moved ? this.draw() : this.fit()));
    sized.observe(this.stage);
    // JupyterLab takes single keys for commands (`d d` deletes a cell) unless the focused element itself says otherwise.
    const keep = (event) => event.target === host && host.toggleAttribute("data-lm-suppress-shortcuts",
      !(event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) || event.key === "?" || event.composedPath()[0] === this.search);
    window.addEventListener("keydown", keep, true);
    const follow = Object.entries({
      "change:selected": () => this.select(this.byId.get(model.get("selected")) ?? null, false),
      "change:colour": () => this.change({ colour: model.get("colour") }),
      "change:view": () => this.change({ view: model.get("view") }),
      "change:message": () => (this.count.textContent = this.live.textContent = model.get("message")),
      "change:folded": () => this.fold(this.items.filter(({ node }) => model.get("folded")?.includes(node.id) ?? node.closed), false),
    });
    for (const [event, act] of follow) model.on(event, act);
    return () => {
      for (const [event, act] of follow) model.off(event, act);
      window.removeEventListener("keydown", keep, true);
      sized.disconnect();
      host.remove();
    };
  }

  // State

  tell(traits) {
    for (const [trait, value] of Object.entries(traits)) this.model.set(trait, value);
    this.model.save_changes();
  }

  change(to) {
    if (to.view && to.view !== this.shape && SHAPE.includes(to.view)) (this.shape = to.view), (this.eye.moved = false);
    if (to.colour) this.colour = this.known(to.colour);
    this.tell({ view: this.shape, colour: this.colour });
    this.layOut();
  }

  turnTree() {
    this.across = !this.across;
    this.eye.moved = false;
    this.layOut();
  }

  fold(closed, ours = true) {
    this.closed = new Set(closed.filter(({ kids }) => kids.length));
    this.eye.moved = false;
    this.layOut();
    if (ours) this.tellFolded();
  }

  tellFolded() {
    this.tell({ folded: [...this.closed].map(({ node }) => node.id) });
  }

  toggle(item) {
    if (!item.kids.length) return;
    if (!this.closed.delete(item)) this.closed.add(item);
    this.layOut();
    this.reveal(item);
    this.tellFolded();
  }

  select(item, ours = true) {
    const before = this.selected;
    this.selected = item;
    this.places = item?.node.places ?? [];
    item ? this.reveal(item) : this.rows();
    for (const one of [before, item]) {
      const old = one && this.boxes.get(one), drawn = old && this.far ? this.box(one) : old;
      if (drawn !== old) this.boxes.set(one, drawn), old.replaceWith(drawn);
      drawn?.setAttribute("aria-selected", String(one === item));
    }
    this.point();
    this.showPanel();
    if (item) this.live.textContent = spoken(item, this.look);
    if (ours && before !== item) this.tell({ selected: item ? item.node.id : null });
  }

  /** Opens what hides an item, brings it into sight. */
  reveal(item) {
    let hidden = false;
    for (let up = item.up; up; up = up.up) hidden = this.closed.delete(up) || hidden;
    if (hidden) this.layOut(), this.tellFolded();
    if (this.shape === "table") return this.scrollTo(item);
    const { eye } = this, { width, height } = this.size(), pad = 24;
    const by = (at, long, room) =>
      at < 0 || long > room ? pad - at : at + long > room ? room - pad - at - long : 0;
    const dx = by(item.x * eye.k + eye.x, item.w * eye.k, width), dy = by(item.y * eye.k + eye.y, item.h * eye.k, height);
    if (!dx && !dy) return;
    Object.assign(eye, { x: eye.x + dx, y: eye.y + dy, moved: true });
    this.draw();
  }

  find(query) {
    this.query = query.trim().toLowerCase();
    const fits = (/** @type {Item} */ { node }) => [node.label, node.name, ...node.conditions.flat()].join("\n").toLowerCase().includes(this.query);
    this.hits = new Set(this.query ? this.items.filter((item) => !item.node.members && fits(item)) : []);
    this.live.textContent = this.count.textContent = this.query && `${this.hits.size} found`;
    this.boxes.clear();
    this.draw();
    this.rows();
  }

  next() {
    const hits = [...this.hits], after = hits.find(({ place }) => place > (this.selected?.place ?? -1)) ?? hits[0];
    if (after) this.select(after);
  }

  jump(finding) {
    const item = finding.at === null ? null : this.byId.get(finding.at);
    if (!item) return;
    this.select(item);
    if (finding.places.length) (this.places = finding.places), this.showPanel();
  }

  nextFinding() {
    const findings = this.data.findings.filter(({ at }) => at !== null), here = findings.findIndex(({ at }) => at === this.selected?.node.id);
    if (findings.length) this.jump(findings[(here + 1) % findings.length]);
  }

  // Drawing what the state says

  layOut() {
    const { shape } = this, table = shape === "table";
    this.seen = shown(this.items, this.closed);
    for (const item of this.items) item.shut = this.closed.has(item);
    this.top = this.seen.reduce((top, { node }) => Math.max(top, node.rows), 0);
    this.grid.hidden = !table;
    this.canvas.style.display = table ? "none" : "block";
    this.shapes?.forEach((button, i) => button.setAttribute("aria-pressed", String(SHAPE[i] === shape)));
    this.turn.hidden = shape !== "tree";
    this.zoomers.hidden = table;
    this.colours.value = this.colour;
    this.boxes.clear();
    if (table) this.tabulate(), this.rows(), this.selected && this.scrollTo(this.selected);
    else if (shape === "tree") this.extent = treeLayout(this.seen, this.closed, this.across);
    if (!this.main.style.length) this.main.style.setProperty("--tall", `${Math.min(520, Math.max(280, this.extent.height + 50))}px`);
    this.eye.moved && shape === "tree" ? this.draw() : this.fit();
  }

  size() {
    return { width: this.stage.clientWidth || 800, height: this.stage.clientHeight || 480 };
  }

  /** All in sight, unless that would be too small to read: then the selected node, or the root. @param {number} least */
  fit(least = 0.6) {
    const { width, height } = this.size(), tree = this.shape === "tree", pad = tree ? 20 : 1;
    if (this.shape === "icicle") this.extent = icicleLayout(this.seen, this.key, Math.max(200, width - 2));
    const { width: w, height: h } = this.extent, k = tree ? Math.min(1, Math.max(least, Math.min((width - 2 * pad) / w, (height - 2 * pad) / h))) : 1;
    const at = this.selected && this.seen.includes(this.selected) ? this.selected : this.seen[0];
    const along = (room, all, middle, start) => all + 2 * pad <= room ? start : Math.min(pad, Math.max(room - all - pad, room / 2 - middle * k));
    Object.assign(this.eye, { k, x: along(width, w * k, at.x + at.w / 2, (width - w * k) / 2), y: along(height, h * k, at.y + at.h / 2, pad), moved: false });
    this.boxes.clear();
    this.draw();
  }

  zoom(by, x = this.size().width / 2, y = this.size().height / 2) {
    const { eye } = this, k = Math.min(4, Math.max(0.02, eye.k * by)), real = k / eye.k;
    Object.assign(eye, { k, x: x - (x - eye.x) * real, y: y - (y - eye.y) * real, moved: true });
    this.boxes.clear();
    this.draw();
  }

  /** Draws what lies in the window, and keeps the boxes that were there already. */
  draw() {
    const { eye, seen, across } = this, tree = this.shape === "tree", { width, height } = this.size();
    if (this.shape === "table") return;
    const [left, up, right, down] = [-eye.x - 60, -eye.y - 60, width - eye.x + 60, height - eye.y + 60].map((at) => at / eye.k);
    const inside = (item) => item.x + item.w >= left && item.x <= right && item.y + item.h >= up && item.y <= down;
    const near = seen.filter((item) => inside(item) && (tree || item.w * eye.k > 0.4 || item === this.selected));
    const far = tree && (near.length > DETAILED || eye.k < NEAR);
    if (far !== this.far) this.boxes.clear();
    this.far = far;
    const kept = new Map(near.map((item) => [item, this.boxes.get(item) ?? this.box(item)]));
    const linked = tree ? seen.filter((item) => item.up && (inside(item) || inside(item.up))) : [];
    const links = linked.length > DETAILED ? linked.filter(inside) : linked; // of thousands of children, those in sight
    this.layer.setAttribute("transform", `translate(${eye.x.toFixed(1)},${eye.y.toFixed(1)}) scale(${eye.k.toFixed(4)})`);
    this.layer.replaceChildren(...(far || links.length > DETAILED ? [make("path", { class: "edge", "stroke-width": 2, d: links.map((item) => curve(item, across)).join("") })] : links.map((item) => edge(item, across))), ...kept.values());
    this.boxes = kept;
    this.point();
  }

  box(item) {
    const { look } = this, { node, kids } = item;
    if (this.far && item !== this.selected && !this.hits.has(item))
      return make("rect", { class: "box", "data-place": item.place, x: item.x, y: item.y, width: item.w, height: item.h, fill: paint(item, look).fill });
    const beside = item.up?.kids ?? [item], label = spoken(item, look);
    return make("g", { role: "treeitem", id: `n${item.place}`, "data-place": item.place, "data-what": node.what || null, class: this.hits.has(item) && "hit",
      transform: `translate(${item.x.toFixed(1)},${item.y.toFixed(1)})`, "aria-label": label, "aria-level": item.depth + 1,
      "aria-setsize": beside.length, "aria-posinset": beside.indexOf(item) + 1, "aria-selected": String(item === this.selected),
      "aria-expanded": kids.length ? String(!item.shut) : null }, make("title", {}, label),
      ...(this.shape === "icicle" ? slice(item, look) : box(item, look)));
  }

  /** Tells assistive technology where the focus is; the selected node's element is always there. */
  point() {
    const { selected, shape, grid, canvas } = this, table = shape === "table";
    const on = selected && (table ? grid.querySelector(`#r${selected.place}`) : this.boxes.get(selected));
    (table ? grid.firstElementChild : canvas).setAttribute("aria-activedescendant", on ? on.id : "");
  }

  showPanel() {
    const { data, selected } = this, jump = (finding) => this.jump(finding), plan = data.kind === "plan";
    const others = data.findings.filter((finding) => !plan || !selected?.found.includes(finding));
    const findings = others.length ? [make("h4", {}, !plan ? "What changed" : selected ? "Other findings" : "Findings, what could save most first"), ...others.map((one) => findingBox(one, jump))]
      : selected ? [] : [make("p", {}, "Nothing stands out. Choose a node to see all of it.")];
    const statement = data.statement ? [make("h4", {}, "Statement"), marked(data.statement, this.places)] : [];
    const node = selected ? [...nodePanel(selected, this.look, jump), make("button", { type: "button", onclick: () => this.copy(asText(selected)) }, "Copy this node as text")] : [];
    const outside = data.outside.length ? [make("h4", {}, "Time outside of the nodes"), definitions(data.outside.map(([name, ms]) => [name, figures.duration(ms)]))] : [];
    this.panel.replaceChildren(make("div", {}, ...node, ...(selected ? [...statement, ...findings] : [...findings, ...statement]), ...outside));
    const mark = this.panel.querySelector("mark"), pre = mark?.parentNode;
    if (mark) pre.scrollTop = mark.offsetTop - pre.offsetTop - 40;
  }

  // The table

  tabulate() {
    const { column, down } = this.sort, { columns } = this, top = this.grid.scrollTop;
    const heading = (name, i) => make("th", { scope: "col", "aria-sort": i !== column ? "none" : down ? "descending" : "ascending" },
      make("button", { type: "button", onclick: () => { this.sort = { column: i, down: i === column ? !down : i >= 0 }; this.tabulate(); this.rows(); } }, name));
    this.order = column < 0 ? this.items : this.items.filter(({ node }) => !node.members)
      .sort((a, b) => (down ? -1 : 1) * (rank(a.node, columns[column]) - rank(b.node, columns[column])) || a.place - b.place);
    this.body = make("tbody");
    this.grid.replaceChildren(make("table", { role: "grid", tabindex: 0, "aria-label": "All nodes", "aria-rowcount": this.order.length + 1, onkeydown: (event) => this.press(event) },
      make("thead", {}, make("tr", { "aria-rowindex": 1 }, heading("Node", -1), ...columns.map(({ name }, i) => heading(name, i)))), this.body));
    this.grid.scrollTop = top;
  }

  /** The rows in sight, between two that are as high as what is above and below. */
  rows() {
    if (this.shape !== "table") return;
    const { order, columns, grid } = this, first = Math.max(0, Math.floor(grid.scrollTop / ROW) - 5), last = Math.min(order.length, first + Math.ceil(this.size().height / ROW) + 10);
    const space = (rows) => rows > 0 && make("tr", { "aria-hidden": "true", style: `height:${rows * ROW}px` });
    const drawn = order.slice(first, last).map((item, i) => {
      const { node } = item, indent = this.sort.column < 0 ? 14 * Math.min(item.depth, 16) : 0;
      const name = [...(node.what ? [MARKS[node.what]] : item.found.map(({ sign }) => sign)), node.name && `${node.name}:`, node.label].filter(Boolean).join(" ");
      return make("tr", { id: `r${item.place}`, "aria-rowindex": first + i + 2, "aria-selected": String(item === this.selected), class: this.hits.has(item) && "hit", onclick: () => this.select(item) },
        make("th", { scope: "row", style: `padding-left:${6 + indent}px`, title: name }, name), ...columns.map((column) => make("td", {}, entry(node, column))));
    });
    this.body.replaceChildren(...[space(first), ...drawn, space(order.length - last)].filter(Boolean));
    this.point();
  }

  scrollTo(item) {
    const { grid } = this, at = this.order.indexOf(item) * ROW;
    if (at < grid.scrollTop) grid.scrollTop = at;
    else if (at + 2 * ROW > grid.scrollTop + grid.clientHeight) grid.scrollTop = at + 2 * ROW - grid.clientHeight;
    this.rows();
  }

  // Keys and pointers

  press(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target instanceof HTMLButtonElement) return;
    const { selected: here, shape } = this, table = shape === "table", turned = shape === "tree" && this.across, list = table ? this.order : this.seen;
    const go = (item) => item && this.select(item);
    /** @type {Record<string, () => unknown>} */
    const keys = {
      [turned ? "ArrowRight" : "ArrowDown"]: () => !here ? go(list[0]) : table ? go(list[list.indexOf(here) + 1]) : here.shut ? this.toggle(here) : go(here.kids[0]),
      [turned ? "ArrowLeft" : "ArrowUp"]: () => !here ? go(list[0]) : go(table ? list[list.indexOf(here) - 1] : here.up),
      [turned ? "ArrowDown" : "ArrowRight"]: () => this.beside(1),
      [turned ? "ArrowUp" : "ArrowLeft"]: () => this.beside(-1),
      Home: () => go(list[0]), End: () => go(list[list.length - 1]), Enter: () => (here ? this.panel.focus() : go(list[0])), " ": () => here && this.toggle(here),
      "/": () => this.search.focus(), "?": () => this.help.showModal(), n: () => this.next(), f: () => this.nextFinding(),
      "+": () => this.zoom(1.3), "-": () => this.zoom(1 / 1.3), 0: () => this.fit(0.02),
      Escape: () => (this.query ? this.find((this.search.value = "")) : this.select(null)),
    };
    if (!keys[event.key]) return;
    event.preventDefault();
    event.stopPropagation();
    keys[event.key]();
  }

  /** To the neighbour on the same level. */
  beside(by) {
    const { selected } = this, level = this.seen.filter(({ depth }) => depth === selected?.depth), next = selected ? level[level.indexOf(selected) + by] : this.seen[0];
    if (this.shape !== "table" && next) this.select(next);
  }

  click(event) {
    const drawn = event.target.closest("[data-place]"), item = drawn ? this.items[drawn.dataset.place] : null;
    if (item && (event.target.closest(".knob") || event.detail === 2)) this.toggle(item);
    else this.select(item);
  }

  focus() {
    (this.shape === "table" ? this.grid.firstElementChild : this.canvas).focus();
  }

  // Taking it along

  async copy(text) {
    const said = await navigator.clipboard.writeText(text).then(() => "copied", () => "the browser did not let us copy");
    this.live.textContent = this.count.textContent = said;
  }

  /** The drawing as it is unfolded now, all of it, with the colours of the page. */
  drawing() {
    this.far = false;
    if (this.shape === "table") this.change({ view: "tree" });
    const style = getComputedStyle(this.host), colour = (name) => style.getPropertyValue(name).trim();
    const { width, height } = this.extent, around = { x: -20, y: -20, width: width + 40, height: height + 50 };
    const links = this.shape === "tree" ? this.seen.filter(({ up }) => up).map((item) => edge(item, this.across)) : [];
    const drawn = make("svg", { viewBox: Object.values(around).join(" "), width: around.width, height: around.height }, make("style"),
      make("rect", { ...around, fill: colour("--bg") }), ...links, ...this.seen.map((item) => this.box(item)));
    drawn.firstChild.textContent = DRAWN.replace(/var\((--[a-z]+)\)/g, (_, name) => colour(name)).replace(/var\([^)]*\)/g, "sans-serif");
    return new XMLSerializer().serializeToString(drawn);
  }

  save() {
    const href = URL.createObjectURL(new Blob([this.drawing()], { type: "image/svg+xml" }));
    make("a", { href, download: "plan.svg" }).click();
    setTimeout(() => URL.revokeObjectURL(href), 10_000);
  }
}

/** A node as text: name, conditions, all fields. @param {Item} item */
function asText({ node, depth }) {
  const indent = "  ".repeat(Math.min(depth, 40)), lines = [...node.conditions, ...node.fields];
  return [`${indent}${node.name ? `${node.name}: ` : ""}${node.label}`, ...lines.map(([name, text]) => `${indent}  ${name}: ${text}`)].join("\n");
}

// Hosts

/** Draws `model.get("plan")` into `el`; throws where it is of another version. What comes back takes it away again.
 * @param {{ model: Model, el: HTMLElement }} given */
const render = ({ model, el }) => new View(model, el).leave;

/** Stands for anywidget's model where no kernel is. @param {Record<string, unknown>} state @returns {Model} */
const stillModel = (state) => ({ get: (key) => state[key], set: (key, value) => void (state[key] = value), save_changes() {}, on() {}, off() {} });

const view = { render, stillModel, figures };
export default view;
