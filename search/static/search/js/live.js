// Results while one types: <form data-search="#found">, its words in the field "q".
// Without this the form is sent as any other, and so it is where sending it goes wrong.

/** Milliseconds without a key, after which somebody wants to see; to be told of nothing; is done. */
const PAUSE = 250;
const NOTHING = 750;
const DONE = 2000;

const pause = (time) => new Promise((resolve) => setTimeout(resolve, time));

const enhance = (form) => {
  const id = form.dataset.search.slice(1);
  const status = document.getElementById(`${id}-status`);
  const field = form.elements.q;
  const region = () => document.getElementById(id);
  const words = () => field.value.trim().replace(/\s+/g, " ");
  let shown = words();
  let running;
  let waiting;
  let resting;

  const address = () => {
    const url = new URL(form.action);
    url.search = new URLSearchParams([...new FormData(form)].map(([name, value]) => [name, value.trim()]).filter(([, value]) => value));
    return url;
  };

  // The same words in the other languages, as the answer has them.
  const keepInOtherLanguages = (answer) => {
    for (const link of document.querySelectorAll(".languages a, .language-offer a")) {
      const same = answer.querySelector(`.languages a[hreflang="${link.hreflang}"]`);
      if (same) link.setAttribute("href", same.getAttribute("href"));
    }
  };

  const show = (answer, url) => {
    const found = answer.getElementById(id);
    if (!found) throw new Error(`no #${id} in the answer`);
    const open = [...region().querySelectorAll("details[id][open]")].map((detail) => detail.id);
    region().replaceWith(found);
    for (const name of open) document.getElementById(name)?.setAttribute("open", "");
    keepInOtherLanguages(answer);
    history.replaceState(history.state, "", url);
    status.replaceChildren(...answer.getElementById(`${id}-status`).childNodes);
    return found;
  };

  /** What was found nothing for is counted on the server, but not each beginning of a word. */
  const countWhenDone = (found, url) => {
    if (found.hasAttribute("data-missed")) resting = setTimeout(() => fetch(url).catch(() => {}), DONE);
  };

  const stop = () => {
    clearTimeout(waiting);
    clearTimeout(resting);
    running?.abort();
    region().removeAttribute("aria-busy");
  };

  const search = async (isTyping) => {
    stop();
    const mine = new AbortController();
    running = mine;
    const url = address();
    const asked = words();
    region().setAttribute("aria-busy", "true");
    try {
      const response = await fetch(url, { signal: mine.signal, headers: isTyping ? { "X-Search": "typing" } : {} });
      // Whoever has searched too often is told so by an answer of the same kind.
      if (!response.ok && response.status !== 429) throw new Error(response.statusText);
      const answer = new DOMParser().parseFromString(await response.text(), "text/html");
      // Half a word is on no page: whoever goes on typing need not hear of it.
      if (isTyping && answer.getElementById(id)?.hasAttribute("data-missed")) await pause(NOTHING);
      if (mine.signal.aborted) return;
      const found = show(answer, url);
      shown = asked;
      if (isTyping) countWhenDone(found, url);
    } catch {
      if (mine.signal.aborted) return;
      region().removeAttribute("aria-busy");
      if (!isTyping) return form.submit();
      // What stands there is of other words. Enter sends the form.
      region().replaceChildren();
      status.replaceChildren();
      shown = undefined;
    }
  };

  const type = (event) => {
    if (event.isComposing) return;
    stop();
    if (words() !== shown) waiting = setTimeout(() => search(true), PAUSE);
  };

  field.addEventListener("input", type);
  field.addEventListener("compositionend", type);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (matchMedia("(pointer: coarse)").matches) field.blur(); // the keyboard lies over the results
    search(false);
  });
};

document.querySelectorAll("form[data-search]").forEach(enhance);
