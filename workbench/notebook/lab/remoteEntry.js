/**
 * What JupyterLab and Notebook 7 load: a module-federation container, written by hand so that nothing has to be built.
 *
 * They add this file as a classic script, call `init` with the packages that they share, then `get` for each module that
 * package.json names. It stands in `web/`, since the server lets browsers keep what is below a folder `static` for a year.
 * Source: https://jupyterlab.readthedocs.io/en/stable/extension/extension_dev.html#prebuilt-extensions
 */
(() => {
  const here = document.currentScript.src;
  const files = { "./mimeExtension": "plan-mime.js", "./extension": "sql-cells.js" };
  let scope;
  /** A package of the application, or null: the copy in use, where there are several. */
  const shared = async (name) => {
    const copies = Object.values(scope[name] ?? {});
    const copy = copies.find(({ loaded }) => loaded) ?? copies[0];
    if (!copy) return null;
    copy.loaded = 1;
    return (await copy.get())();
  };
  (window._JUPYTERLAB ??= {})["query-workbench"] = {
    init: (shareScope) => void (scope = shareScope),
    get: async (name) => {
      const { plugin } = await import(new URL(files[name], here));
      const exports = { __esModule: true, default: await plugin(shared) };
      return () => exports;
    },
  };
})();
