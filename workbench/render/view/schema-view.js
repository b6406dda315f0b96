/**
 * The schema view: tables to search at the left, the chosen one at the right with its columns, indexes, rows and statistics.
 *
 * Its law is the plan view's: what comes from the database is hostile, so every text is set as text; nothing is computed here;
 * one file without imports, since anywidget loads it from a blob.
 */

const VERSION = 1;
const MOST = 200; // tables in the list at once; the search finds the others

const STYLE = `
:host { display: block; container-type: inline-size; font: 13px/1.45 var(--jp-ui-font-family, system-ui, sans-serif); }
.view { color: var(--ink); background: var(--ground); border: 1px solid var(--rule); border-radius: 4px; overflow: hidden;
  --ink: var(--jp-ui-font-color1, #1b1f24); --dim: var(--jp-ui-font-color2, #57606a); --ground: var(--jp-layout-color1, #fff);
  --rule: var(--jp-border-color1, #c4cad1); --soft: var(--jp-layout-color2, #f2f4f6); --mark: var(--jp-brand-color1, #1f6feb); }
@media (prefers-color-scheme: dark) { .view.plain { --ink: #e8eaed; --dim: #a9b1ba; --ground: #16191d; --rule: #454c54; --soft: #22272d; --mark: #6ca8ff; } }
header { padding: 6px 10px; border-bottom: 1px solid var(--rule); }
.main { display: grid; grid-template-columns: minmax(180px, 240px) minmax(0, 1fr); }
.side { border-right: 1px solid var(--rule); display: flex; flex-direction: column; max-height: 560px; }
.side label { padding: 8px 10px; color: var(--dim); font-size: 12px; }
input { font: inherit; width: 100%; box-sizing: border-box; margin-top: 2px; padding: 4px 8px; color: var(--ink); background: var(--ground);
  border: 1px solid var(--rule); border-radius: 3px; }
ul { list-style: none; margin: 0; padding: 0 4px 6px; overflow-y: auto; flex: 1; min-height: 60px; }
li button { font: inherit; color: inherit; background: none; border: 0; border-left: 3px solid transparent; text-align: left; width: 100%;
  padding: 4px 7px; cursor: pointer; overflow-wrap: anywhere; }
li button:hover { background: var(--soft); }
li button[aria-pressed=true] { background: var(--soft); border-left-color: var(--mark); font-weight: bold; }
li small, .dim { color: var(--dim); font-weight: normal; font-size: 12px; }
li small { display: block; }
.count { padding: 2px 10px 6px; color: var(--dim); font-size: 12px; }
section { padding: 8px 12px; overflow: auto; max-height: 544px; }
h3 { font-size: 15px; margin: 0; } h4 { font-size: 13px; margin: 14px 0 2px; }
img { max-width: 100%; height: auto; background: #fff; border-radius: 3px; margin-top: 6px; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-size: 12px; }
caption { text-align: left; white-space: nowrap; font-weight: bold; padding: 12px 0 2px; font-size: 13px; }
th, td { text-align: left; vertical-align: top; padding: 3px 12px 3px 0; border-top: 1px solid var(--rule); }
thead th { border-top: 0; color: var(--dim); font-weight: normal; }
td { white-space: pre-wrap; overflow-wrap: break-word; max-width: 320px; }
details { border-top: 1px solid var(--rule); } summary { cursor: pointer; padding: 4px 0; }
.bars { display: grid; grid-template-columns: max-content minmax(60px, 200px) max-content; gap: 1px 10px; align-items: center; padding: 2px 0 8px 14px; font-size: 12px; }
.bar { height: 9px; background: var(--mark); min-width: 1px; }
.message { white-space: pre-wrap; border-left: 3px solid var(--mark); padding: 4px 8px; margin: 6px 0; }
:focus-visible { outline: 2px solid var(--mark); outline-offset: -2px; }
.reader { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
@container (max-width: 620px) { .main { grid-template-columns: minmax(0, 1fr); } .side { border-right: 0; border-bottom: 1px solid var(--rule); max-height: 220px; } section { max-height: none; } }
@media (forced-colors: active) { .bar { background: CanvasText; forced-color-adjust: none; } }
`;

/** @param {string} tag @param {Record<string, string>} attributes @param {(Node | string | null | false)[]} children @returns {any} */
function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(.../** @type {(Node | string)[]} */ (children.filter(Boolean)));
  return node;
}

/** A table without the columns that are empty throughout. The first cell of each row is its heading.
 * @param {string} caption @param {string[]} names @param {(string | null)[][]} rows @param {boolean} all */
function grid(caption, names, rows, all = false) {
  const kept = names.map((_, i) => i).filter((i) => all || i === 0 || rows.some((row) => row[i]));
  const body = rows.map((row) => make("tr", {}, ...kept.map((i) => (i === 0 && !all ? make("th", { scope: "row" }, row[i] ?? "")
    : make("td", {}, row[i] === null ? make("em", { class: "dim" }, "null") : row[i])))));
  const head = make("tr", {}, ...kept.map((i) => make("th", { scope: "col" }, names[i])));
  const scroll = make("div", { class: "wide", tabindex: "0", role: "group", "aria-label": caption });
  scroll.append(make("table", {}, make("caption", {}, caption), make("thead", {}, head), make("tbody", {}, ...body)));
  return scroll;
}

/** How a column's values are spread; each bar with its share in words. */
function spread([name, facts, bars]) {
  const most = Math.max(...bars.map((bar) => bar[1]), 1e-9);
  const drawn = bars.flatMap(([label, share, words]) => [make("span", {}, label),
    make("span", { class: "bar", style: `width:${((share / most) * 100).toFixed(1)}%` }), make("span", { class: "dim" }, words)]);
  return make("details", {}, make("summary", {}, make("b", {}, name), " ", make("span", { class: "dim" }, facts)),
    bars.length ? make("div", { class: "bars" }, ...drawn) : make("div", { class: "bars dim" }, "no values that are common, and no order to divide"));
}

/** @param {{ model: import("./types").Model, el: HTMLElement }} host */
function render({ model, el }) {
  const data = model.get("schema_data");
  if (data.version !== VERSION) throw new Error(`This view reads version ${VERSION} of a schema, this is ${data.version}.`);
  const host = make("div", { class: "workbench-schema" });
  const root = host.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);
  root.adoptedStyleSheets = [sheet];
  const field = make("input", { type: "search", placeholder: "table, column, index" });
  const list = make("ul", { "aria-label": "Tables" });
  const count = make("div", { class: "count", role: "status" });
  const panel = make("section", { "aria-label": "Details", tabindex: "0" });
  const side = make("div", { class: "side" }, make("label", {}, "Search", field), list, count);
  const inLab = getComputedStyle(document.documentElement).getPropertyValue("--jp-layout-color1");
  root.append(make("div", { class: inLab ? "view" : "view plain" }, make("header", {}, make("b", {}, data.headline)), make("div", { class: "main" }, side, panel)));

  const choose = (place) => {
    model.set("selected", model.get("selected") === place ? null : place);
    model.save_changes();
    drawAll();
  };
  const drawList = () => {
    const wanted = field.value.trim().toLowerCase();
    const found = data.tables.map((table, place) => ({ table, place })).filter(({ table }) => table.words.includes(wanted));
    const before = root.activeElement?.getAttribute("data-place");
    list.replaceChildren(...found.slice(0, MOST).map(({ table, place }) => {
      const button = make("button", { "data-place": String(place), "aria-pressed": String(model.get("selected") === place) }, table.name,
        make("small", {}, table.facts.slice(0, 2).join(", ")));
      button.onclick = () => choose(place);
      return make("li", {}, button);
    }));
    const more = found.length > MOST ? `, the first ${MOST} shown` : "";
    count.textContent = `${found.length} of ${data.tables.length} tables${more}`;
    if (before) list.querySelector(`[data-place="${before}"]`)?.focus();
  };
  const drawPanel = () => {
    const table = data.tables[model.get("selected") ?? -1];
    if (!table) {
      const image = data.svg && make("img", { alt: data.described, src: `data:image/svg+xml;charset=utf-8,${encodeURIComponent(data.svg)}` });
      panel.replaceChildren(make("span", { class: "dim" }, "Choose a table to see its columns, indexes, rows and statistics."), image || "");
      return;
    }
    const answer = model.get("detail") ?? {}; // it comes later than the click: until then it is another table's
    const detail = answer.table === model.get("selected") ? answer : { message: "Reading rows …" };
    const rows = detail.rows ?? [];
    panel.replaceChildren(...[
      make("h3", {}, table.name), make("div", { class: "dim" }, table.facts.join(", ")), table.about && make("div", {}, table.about),
      grid("Columns", ["Column", "Type", "Key", "Default", "Statistics", "Comment"], table.columns),
      table.indexes.length > 0 && grid("Indexes", ["Index", "On", "Kind", "Size", "Used"], table.indexes),
      table.pointing.length > 0 && make("p", {}, `Pointed to by ${table.pointing.join(", ")}.`),
      detail.message && make("div", { class: "message" }, detail.message),
      detail.columns?.length > 0 && grid(rows.length ? `First ${rows.length} row${rows.length === 1 ? "" : "s"} found` : "No rows",
        detail.columns.map(([name]) => name), rows, true),
      detail.spread?.length > 0 && make("h4", {}, "How values are spread, by the planner's sample"),
      ...(detail.spread ?? []).map(spread),
    ].filter(Boolean));
    panel.scrollTop = 0;
  };
  const drawAll = () => (drawList(), drawPanel());
  field.value = model.get("search") ?? "";
  field.oninput = () => {
    model.set("search", field.value);
    model.save_changes();
    drawList();
  };
  side.onkeydown = (event) => { // arrows walk from the search through the list
    const stops = [field, ...list.querySelectorAll("button")];
    const at = stops.indexOf(root.activeElement), step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || at < 0) return;
    event.preventDefault();
    stops[Math.min(Math.max(at + step, 0), stops.length - 1)].focus();
  };
  // JupyterLab takes single keys for commands (`d d` deletes a cell) unless the focused element itself says otherwise.
  const keep = (event) => event.target === host && host.toggleAttribute("data-lm-suppress-shortcuts", !(event.ctrlKey || event.metaKey || event.altKey));
  window.addEventListener("keydown", keep, true);
  const follow = /** @type {[string, () => void][]} */ ([["change:selected", drawAll], ["change:detail", drawPanel],
    ["change:search", () => { if (field.value !== model.get("search")) (field.value = model.get("search")), drawList(); }]]);
  for (const [event, act] of follow) model.on(event, act);
  drawAll();
  el.append(host);
  return () => {
    window.removeEventListener("keydown", keep, true);
    for (const [event, act] of follow) model.off(event, act);
  };
}

export default { render };
