/* What every page does better with JavaScript; nothing needs it. */

const OFFERED = "twinning.language-offered";

/** Offer the page in the reader's own language: once, where it exists in it. */
function offerLanguage() {
  const offers = document.getElementById("language-offers");
  if (!offers || remembered()) return;
  for (const tag of navigator.languages ?? []) {
    const code = tag.split("-")[0].toLowerCase();
    if (code === document.documentElement.lang) return;
    const offer = [...offers.content.children].find((child) => child.lang === code);
    if (offer && remember()) {
      offer.querySelector("button").addEventListener("click", () => {
        offer.remove();
        document.querySelector("main").focus({ preventScroll: true });
      });
      document.querySelector(".site-header").after(offer);
      return;
    }
  }
}

function remembered() {
  try {
    return localStorage.getItem(OFFERED) !== null;
  } catch {
    return true; // storage is off: an offer on every page would be a nuisance
  }
}

/** Whether it will be known next time: where storage is full or shut, nothing is offered. */
function remember() {
  try {
    localStorage.setItem(OFFERED, "1");
    return true;
  } catch {
    return false;
  }
}

/** Fetch a page of ours as soon as somebody is about to follow a link to it. */
function prefetchOnIntent() {
  if (navigator.connection?.saveData) return;
  const fetched = new Set([location.pathname + location.search]);
  let timer;
  const intend = (event) => {
    clearTimeout(timer);
    const link = event.target.closest?.("a[href]");
    if (!link || link.origin !== location.origin || link.hasAttribute("download")) return;
    const path = link.pathname + link.search;
    if (fetched.has(path) || !/^\/[a-z]{2}\//.test(path)) return;
    timer = setTimeout(() => {
      fetched.add(path);
      document.head.append(Object.assign(document.createElement("link"), { rel: "prefetch", href: path }));
    }, 80);
  };
  document.addEventListener("pointerover", intend, { passive: true });
  document.addEventListener("focusin", intend);
}

offerLanguage();
prefetchOnIntent();
