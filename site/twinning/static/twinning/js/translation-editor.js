// Beside wagtail-localize's editor of translations: nobody's words are written over unseen, and what
// helps with a text stands below it. Without this, the editor works, and the help stands in a list.

(() => {
  const editor = document.querySelector(".js-translation-editor");
  const data = document.getElementById("translation-versions");
  if (!editor || !data) return;

  /** By the address that a segment is saved to: what it is, and the version that was seen last. */
  const known = JSON.parse(data.textContent);
  const props = JSON.parse(editor.dataset.props);
  const words = document.getElementById("translation-words").content;
  const say = (name) => words.querySelector(`[data-${name}]`).textContent;

  /** Addresses of what is not saved: the page must not be left without a question. */
  const unsaved = new Set();

  const part = (id) => document.getElementById(id).content.firstElementChild.cloneNode(true);
  const plain = (html) => {
    const parsed = new DOMParser().parseFromString(html, "text/html");
    return parsed.body.textContent;
  };

  // -- Where each segment is on the page ---------------------------------------------------------

  /** Segments in the order in which the editor shows them: by tab, then by field or block. */
  const inOrder = () => {
    const tabs = props.tabs.map((tab) => props.segments.filter((segment) => segment.location.tab === tab.slug));
    const shown = tabs.filter((segments) => segments.length);
    return (shown.length > 1 ? shown : [props.segments]).flatMap((segments) => {
      const groups = new Map();
      for (const segment of segments) {
        const key = `${segment.location.field}/${segment.location.blockId || "null"}`;
        groups.set(key, [...(groups.get(key) ?? []), segment]);
      }
      return [...groups.values()].flat();
    });
  };

  /** The element of each segment, by its address; of none where the page is not as it is known. */
  const elements = () => {
    const found = [...editor.querySelectorAll("li > h3 + ul > li")];
    const segments = inOrder();
    if (found.length !== segments.length) return new Map();
    return new Map(segments.map((segment, index) => [segment.editUrl, { segment, item: found[index] }]));
  };

  let places = new Map();
  const itemOf = (address) => places.get(address)?.item;

  const moveHelp = () => {
    places = elements();
    let moved = 0;
    for (const { segment, item } of places.values()) {
      const help = segment.type === "string" && document.getElementById(`segment-${segment.id}`);
      if (!help) continue;
      help.classList.add("segment-help--beside");
      item.append(help);
      moved += 1;
    }
    if (!moved) return;
    const list = document.querySelector("[data-help]");
    list.querySelector("[data-help-moved]").hidden = false;
    list.hidden = !list.querySelector("[data-segment]");
  };

  /** A link to a segment opens the tab that it is on. */
  const open = (id) => {
    const help = document.getElementById(id);
    const tab = help?.closest("section[hidden]");
    if (tab) document.getElementById(tab.id.replace("tab-", "tab-label-"))?.click();
    const item = help?.closest("li") ?? help;
    item?.scrollIntoView({ block: "center" });
    item?.querySelector("ul button")?.focus({ preventScroll: true });
  };

  // -- Words into the text area ------------------------------------------------------------------

  const write = (area, text) => {
    Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set.call(area, text);
    area.dispatchEvent(new Event("input", { bubbles: true }));
  };

  /** Put words into a segment's text area, opening it; whether there is one. */
  const put = (item, text) => {
    const area = () => item.querySelector("textarea:not([data-mine])");
    if (!area()) [...item.querySelectorAll(":scope > ul button")].at(-1)?.click();
    if (!area()) return false;
    write(area(), text);
    area().focus();
    area().scrollIntoView({ block: "center" });
    return true;
  };

  // -- Saving ------------------------------------------------------------------------------------

  const clear = (address) => {
    for (const box of itemOf(address)?.querySelectorAll(".segment-conflict") ?? []) box.remove();
  };

  const show = (address, box) => {
    clear(address);
    (itemOf(address) ?? editor.parentElement).append(box);
    box.scrollIntoView({ block: "nearest" });
  };

  const mine = (options) => options.body?.get("value") ?? "";

  const tell = (address, detail, text) => {
    const box = part("translation-unsaved");
    box.querySelector("[data-detail]").textContent = detail;
    box.querySelector("[data-mine]").textContent = text;
    box.querySelector("[name=value]").value = text;
    if (!text) box.querySelector("form").remove();
    show(address, box);
  };

  const withPrecondition = (state, options) => {
    const headers = { ...options.headers, "X-Requested-With": "XMLHttpRequest" };
    if (state.place) headers["X-Segment-Place"] = state.place;
    if (state.version) headers["If-Match"] = `"${state.version}"`;
    else if (options.method === "PUT") headers["If-None-Match"] = "*";
    return { ...options, headers };
  };

  const remember = (address, response, method) => {
    const tag = response.headers.get("ETag");
    known[address].version = method === "PUT" && tag ? tag.replace(/^W\//, "").replaceAll('"', "") : null;
    unsaved.delete(address);
    clear(address);
    const segment = places.get(address)?.segment;
    const left = segment && document.querySelector(`[data-left] a[href="#segment-${segment.id}"]`);
    if (left && method === "PUT") {
      left.closest("li").remove();
      if (!document.querySelector("[data-left] li")) document.querySelector("[data-left] strong").textContent = say("nothing-left");
    }
  };

  /** Somebody else was first: both versions, and who decides is whoever came later. */
  const decide = (address, options, problem) =>
    new Promise((answer) => {
      const text = mine(options);
      const isText = options.method === "PUT" && Boolean(known[address].place);
      const box = part("translation-conflict");
      const area = box.querySelector("[data-mine]");
      box.querySelector("[data-detail]").textContent = problem.detail;
      box.querySelector("[data-theirs]").textContent = plain(String(problem.theirs?.data ?? ""));
      box.querySelector("[data-theirs-part]").hidden = !problem.theirs || !known[address].place;
      box.querySelector("[data-mine-part]").hidden = !isText;
      area.value = text;
      box.querySelector("[data-save-mine]").addEventListener("click", () => {
        known[address].version = problem.version;
        let again = options;
        if (isText && area.value.trim()) {
          const body = new FormData();
          body.append("value", area.value.replace(/[\r\n]+/g, " "));
          again = { ...options, body };
        }
        clear(address);
        answer(save(address, again));
      });
      box.querySelector("[data-keep-theirs]").addEventListener("click", () => {
        known[address].version = problem.version;
        unsaved.delete(address);
        clear(address);
        if (options.method === "DELETE" || !problem.theirs) {
          location.reload();
          return;
        }
        const headers = { "Content-Type": "application/json" };
        answer(new Response(JSON.stringify(problem.theirs), { status: 200, headers }));
        if (isText) tell(address, say("yours"), text);
      });
      show(address, box);
      area.focus();
    });

  const fetchOfPage = window.fetch.bind(window);

  const save = async (address, options) => {
    unsaved.add(address);
    let response;
    try {
      response = await fetchOfPage(address, withPrecondition(known[address], options));
    } catch (error) {
      tell(address, say("lost"), mine(options));
      throw error;
    }
    if (response.redirected || response.status === 401) {
      tell(address, say("signed-out"), mine(options));
      return new Response("", { status: 401 });
    }
    const isProblem = response.headers.get("Content-Type")?.includes("problem+json");
    if (response.status === 412 && isProblem) return decide(address, options, await response.json());
    if (response.ok || (response.status === 404 && options.method === "DELETE")) {
      remember(address, response, options.method);
    } else {
      // What the page no longer has can never be saved: the words are shown, and nothing waits.
      if (response.status === 409) unsaved.delete(address);
      tell(address, isProblem ? (await response.clone().json()).detail : say("failed"), mine(options));
    }
    return response;
  };

  window.fetch = (address, options) =>
    options && ["PUT", "DELETE"].includes(options.method) && known[address]
      ? save(address, options)
      : fetchOfPage(address, options);

  // -- The page ----------------------------------------------------------------------------------

  window.addEventListener("beforeunload", (event) => {
    if (unsaved.size) event.preventDefault();
  });

  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-use]")) return;
    const item = event.target.closest("li:has(> ul)") ?? event.target.closest("li");
    const text = event.target.elements.value.value;
    const help = event.target.closest("[data-segment]");
    const place = [...places.values()].find(({ item: one }) => one.contains(event.target));
    if ((place && put(place.item, text)) || (item && !help && put(item, text))) event.preventDefault();
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.('a[href^="#segment-"]');
    if (!link || !places.size) return;
    event.preventDefault();
    open(link.hash.slice(1));
  });

  document.addEventListener("DOMContentLoaded", () => {
    moveHelp();
    if (location.hash.startsWith("#segment-")) open(location.hash.slice(1));
  });
})();
