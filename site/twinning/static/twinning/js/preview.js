// For pages of a front end that show a draft: Wagtail's user bar, which keeps the preview panel
// where it was scrolled to and has the content checker look at the page. docs/previews.md.
//
// <script src="https://cms.example.org/static/twinning/js/preview.js" data-token="…" defer></script>
//
// A page that fetches its draft itself adds `data-wait`, and dispatches `twinning:rendered` on the
// document when the draft is there. Not a module: those are only loaded where CORS lets them be.

(() => {
  const { src, dataset } = document.currentScript;
  const api = new URL(dataset.api ?? "/api/content/v1/", src);

  /** Scripts within HTML that is put into a page do not run; copies of them do, in their order. */
  const run = (script) => {
    const copy = document.createElement("script");
    for (const { name, value } of script.attributes) copy.setAttribute(name, value);
    copy.textContent = script.textContent;
    copy.async = false;
    return copy;
  };

  const attach = async () => {
    const address = new URL(`preview/${encodeURIComponent(dataset.token)}/userbar/`, api);
    address.searchParams.set("panel", String(window.top !== window));
    if (dataset.site) address.searchParams.set("site", dataset.site);
    const response = await fetch(address, { cache: "no-store", credentials: "omit" });
    if (!response.ok) return; // the page says itself that the preview has ended
    const part = document.createElement("template");
    part.innerHTML = (await response.json()).html;
    for (const script of part.content.querySelectorAll("script[src]")) script.replaceWith(run(script));
    document.body.append(part.content);
  };

  if ("wait" in dataset) document.addEventListener("twinning:rendered", attach, { once: true });
  else if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", attach);
  else attach();
})();
