/**
 * Colours the SQL below our magics as PostgreSQL, in JupyterLab and Notebook 7. It touches no other cell.
 *
 * The parser is JupyterLab's own for SQL, fetched when the first such cell is shown; without it a cell is plain text, never
 * broken. A compartment in each editor is empty outside our cells: CodeMirror's language may not be a changing value.
 */
const MAGIC = /^\s*%%(query|fetch|explain|trial|advise)\b/;
const PACKAGES = ["@jupyterlab/codemirror", "@codemirror/language", "@codemirror/state", "@lezer/common", "@lezer/highlight"];
const LONGEST = 200; // characters in which the magic's name must stand

const isMagic = (doc) => MAGIC.test(doc.sliceString(0, LONGEST));

/** A magic line, then a body for the SQL parser. @param {any} sql @param {any} cm @param {any} common @param {any} highlight */
function cellLanguage(sql, cm, { NodeType, Parser, Tree, parseMixed }, { styleTags, tags }) {
  const data = cm.defineLanguageFacet({ commentTokens: { line: "--", block: { open: "/*", close: "*/" } } });
  const Cell = NodeType.define({ id: 0, name: "Cell", top: true, props: [cm.languageDataProp.add({ Cell: data })] });
  const Magic = NodeType.define({ id: 1, name: "Magic", props: [styleTags({ Magic: tags.meta })] });
  const Body = NodeType.define({ id: 2, name: "Body" });
  const parser = () => sql.support?.language.parser ?? cm.ParseContext.getSkippingParser(sql.load());
  const withSql = parseMixed((node) => (node.type === Body ? { parser: parser() } : null));

  class CellParser extends Parser {
    createParse(input, fragments, ranges) {
      const end = ranges.at(-1).to;
      const parse = {
        parsedPos: 0,
        stoppedAt: null,
        stopAt(pos) {
          this.stoppedAt = pos;
        },
        advance() {
          const to = (this.parsedPos = Math.min(this.stoppedAt ?? end, end));
          const text = input.read(0, to);
          const eol = text.indexOf("\n", text.search(/\S/));
          const split = eol < 0 ? to : eol;
          return new Tree(Cell, [new Tree(Magic, [], [], split), new Tree(Body, [], [], to - split)], [0, split], to);
        },
      };
      return withSql(parse, input, fragments, ranges);
    }
  }
  return new cm.Language(data, new CellParser(), [], "workbench-sql");
}

/** @param {(name: string) => Promise<any>} shared */
export async function plugin(shared) {
  const packages = await Promise.all(PACKAGES.map(shared));
  if (packages.includes(null)) return []; // an application without code cells, such as Voila
  const [jupyter, cm, { Compartment, EditorState, Prec, Text }, common, highlight] = packages;
  return {
    id: "query-workbench:sql-cells",
    autoStart: true,
    requires: [jupyter.IEditorExtensionRegistry, jupyter.IEditorLanguageRegistry],
    activate(app, extensions, languages) {
      const sql = languages.findByName("PostgreSQL");
      if (!sql) return;
      const on = Prec.highest(cellLanguage(sql, cm, common, highlight));
      const wanted = (doc) => (isMagic(doc) ? on : []);
      const forOneEditor = (source) => {
        const slot = new Compartment();
        const follow = (tr) =>
          tr.docChanged && isMagic(tr.newDoc) !== (slot.get(tr.startState) === on)
            ? { effects: slot.reconfigure(wanted(tr.newDoc)) }
            : null;
        return [slot.of(wanted(Text.of(source.split("\n")))), EditorState.transactionExtender.of(follow)];
      };
      extensions.addExtension({
        name: "query-workbench:sql-cells",
        factory: ({ model }) =>
          model.type === "code"
            ? jupyter.EditorExtensionRegistry.createImmutableExtension(forOneEditor(model.sharedModel.source))
            : null,
      });
    },
  };
}
