/**
 * JupyterLab's and Notebook 7's renderer of plan outputs: the view that the widget uses, with no kernel behind it.
 *
 * `safe: true` makes it work in notebooks that are not trusted; so the view treats what it gets as hostile. Where it can't be
 * drawn (damaged, or made by a newer version), the static HTML of the same output is shown, cleaned as JupyterLab cleans it.
 */
import view from "./plan-view.js";

const MIME = "application/vnd.workbench.plan+json";
const TYPE = "workbench-plan";

/** @param {(name: string) => Promise<any>} shared */
export async function plugin(shared) {
  const { Widget } = await shared("@lumino/widgets");

  class PlanRenderer extends Widget {
    constructor({ sanitizer }) {
      super();
      this.sanitizer = sanitizer;
    }

    /** Called again when the output is updated in place. Nothing in it waits, so that two calls can't overtake one another. */
    async renderModel({ data }) {
      this.clear();
      try {
        this.cleanup = view.render({ model: view.stillModel({ plan: data[MIME] }), el: this.node });
      } catch (error) {
        this.addClass("jp-RenderedHTMLCommon");
        this.node.innerHTML = this.sanitizer.sanitize(data["text/html"] ?? "");
        if (!this.node.innerHTML) this.node.textContent = `This plan cannot be drawn: ${error.message}`;
      }
    }

    clear() {
      this.cleanup?.();
      this.cleanup = null;
      this.node.replaceChildren();
      this.removeClass("jp-RenderedHTMLCommon");
    }

    dispose() {
      if (!this.isDisposed) this.clear();
      super.dispose();
    }
  }

  return {
    id: "query-workbench:plan",
    rank: 40, // the lowest wins: a live widget has -10, text/html 50
    dataType: "json",
    rendererFactory: { safe: true, mimeTypes: [MIME], createRenderer: (options) => new PlanRenderer(options) },
    fileTypes: [{ name: TYPE, displayName: "Plan", mimeTypes: [MIME], extensions: [".plan.json"], fileFormat: "text" }],
    documentWidgetFactoryOptions: { name: "Plan", primaryFileType: TYPE, fileTypes: [TYPE], defaultFor: [TYPE] },
  };
}
