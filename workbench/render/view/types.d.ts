// The shapes that plan-view.js reads and makes. `Payload` is what workbench/render/view_data.py gives; figures that are 0 and
// texts that are empty are left out of nodes.

/** What a view may use of anywidget's model. */
export interface Model {
  get(key: string): any;
  set(key: string, value: unknown): void;
  save_changes(): void;
  on(event: string, f: () => void): void;
  off(event: string, f: () => void): void;
}
/** Figures of a node itself: milliseconds, rows out, pages of 8 kB, planner's cost, rows thrown away, planned, ... */
export interface Figures {
  ms?: number;
  rows?: number;
  pages?: number;
  cost?: number;
  removed?: number;
  planned?: number;
  factor?: number;
  loops?: number;
}
export type Key = keyof Figures;
export interface PlanNode extends Required<Figures> {
  id: number;
  parent: number | null;
  label: string;
  name: string;
  closed: string;
  error: number;
  about?: boolean;
  total: number;
  read: number;
  temp: number;
  direction?: string;
  never?: boolean;
  disabled?: boolean;
  skew: number;
  members: number;
  left: number;
  conditions: string[][];
  fields: string[][];
  workers: [name: string, loops: number, rows: number, ms: number][];
  places: number[][];
  what: string;
  before?: Figures | null;
  after?: Figures | null;
}
export interface Finding {
  sign: string;
  word: string;
  title: string;
  detail: string;
  remedy: string;
  sql: string;
  at: number | null;
  places: number[][];
}
export interface Payload {
  version: number;
  kind: string;
  headline: string;
  facts: string[][];
  statement: string;
  text: string;
  legend?: string;
  unread?: number;
  analyzed: boolean;
  timed: boolean;
  whole: { ms: number; pages: number; cost: number };
  nodes: Partial<PlanNode>[];
  findings: Finding[];
  outside: [name: string, ms: number][];
}
/** A node in the tree, with sums over all below, and where it is drawn. `shut`: closed now. */
export interface Item {
  place: number;
  node: PlanNode;
  up: Item | null;
  kids: Item[];
  depth: number;
  size: number;
  ms: number;
  pages: number;
  cost: number;
  found: Finding[];
  shut: boolean;
  x: number;
  y: number;
  w: number;
  h: number;
}
/** How nodes are drawn: coloured by what, of which plan, the most rows of a node, how far zoomed in. */
export interface Look {
  metric: Metric;
  data: Payload;
  top: number;
  zoom: number;
}
/** What a node can be coloured by: how strong (0 to 1), and the figure in words. */
export interface Metric {
  label: string;
  has(data: Payload): boolean;
  heat(item: Item, look: Look): number;
  text(item: Item, look: Look): string;
}
/** A column of the table: of which figure, and how it is written. */
export interface Column {
  name: string;
  key: Key;
  has(data: Payload): boolean;
  text(node: Partial<PlanNode>, figure: number): string;
}
