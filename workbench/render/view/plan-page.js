/**
 * Mounts the view in a page: each JSON script of our type is drawn where it stands, and the static form before it steps back.
 * Where there is no script, or the view can't be drawn, the static form is what one sees.
 */
import view from "./plan-view.js";

for (const script of document.querySelectorAll('script[type="application/vnd.workbench.plan+json"]')) {
  const still = /** @type {HTMLElement | null} */ (script.previousElementSibling);
  const el = document.createElement("div");
  script.before(el);
  try {
    view.render({ model: view.stillModel({ plan: JSON.parse(script.textContent ?? "") }), el });
    if (still?.classList.contains("plan-static")) still.hidden = true;
  } catch (error) {
    el.remove();
    console.warn(error);
  }
}
