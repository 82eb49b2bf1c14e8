/** Ask the search of the Content API, and show what it has found. */

import type { Schemas } from "../api/client.ts";

type Results = Schemas["SearchResults"];

interface Said {
  found: Record<string, string>;
  corrected: string;
  someWords: string;
  recommended: string;
  elsewhere: string;
  failed: string;
  tooOften: string;
  more: string;
  all: string;
}

const PER_PAGE = 20;
const FACETS = ["type", "town", "interest"];

const form = document.querySelector<HTMLFormElement>("form[data-search]");
if (form) begin(form);

function begin(form: HTMLFormElement): void {
  const said = JSON.parse(form.dataset.words ?? "{}") as Said;
  const input = form.elements.namedItem("q") as HTMLInputElement;
  const facets = find(form, ".search__facets");
  const status = find(document, ".search__status");
  const found = find(document, ".search__found");
  let turn = 0;

  const address = (offset: number) => {
    const url = new URL(form.dataset.search ?? "");
    const chosen = new URLSearchParams(location.search);
    url.searchParams.set("locale", form.dataset.locale ?? "");
    for (const name of ["q", ...FACETS]) {
      const value = chosen.get(name);
      if (value) url.searchParams.set(name, value);
    }
    url.searchParams.set("limit", String(PER_PAGE));
    if (offset) url.searchParams.set("offset", String(offset));
    return url;
  };

  const run = async (offset = 0) => {
    const query = new URLSearchParams(location.search).get("q")?.trim() ?? "";
    input.value = query;
    if (!query) return found.replaceChildren();
    const mine = (turn += 1);
    found.setAttribute("aria-busy", "true");
    try {
      const response = await fetch(address(offset));
      if (response.status === 429) throw new Error(said.tooOften);
      if (!response.ok) throw new Error(said.failed);
      const results = (await response.json()) as Results;
      if (mine === turn) show(results, query, offset);
    } catch (error) {
      if (mine !== turn) return;
      if (!offset) found.replaceChildren(); // what is found already stays, and so does "more"
      status.textContent = error instanceof TypeError ? said.failed : (error as Error).message;
    } finally {
      if (mine === turn) found.removeAttribute("aria-busy");
    }
  };

  const show = (results: Results, query: string, offset: number) => {
    status.textContent = sentence(said.found, results.count, results.query || query);
    if (offset) {
      find(found, "ol").append(...results.items.map((item) => row(item, "h2")));
      find(found, ".more").remove();
    } else {
      found.replaceChildren(...parts(results, query, said));
      showFacets(results.facets);
    }
    if (offset + results.items.length < results.count) {
      const more = element("button", said.more, "more button");
      more.addEventListener("click", () => void run(offset + PER_PAGE));
      found.append(more);
    }
  };

  const showFacets = (shown: Results["facets"]) => {
    facets.hidden = shown.length === 0;
    facets.replaceChildren(
      ...shown.map(({ name, label, options }) => {
        const box = element("div");
        const select = element("select");
        select.id = `facet-${name}`;
        select.name = name;
        select.append(new Option(said.all, ""));
        for (const { value, label: words, count, is_chosen } of options) {
          select.append(new Option(`${words} (${count})`, value, is_chosen, is_chosen));
        }
        const caption = element("label", label);
        caption.htmlFor = select.id;
        box.append(caption, select);
        return box;
      }),
    );
  };

  const ask = (isNew: boolean) => {
    const url = new URL(location.href);
    url.search = "";
    for (const [name, value] of new FormData(form)) {
      if (value && !(isNew && name !== "q")) url.searchParams.set(name, String(value));
    }
    history.pushState(null, "", url);
    void run();
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask(true);
  });
  facets.addEventListener("change", () => ask(false));
  addEventListener("popstate", () => void run());
  suggest(input, find(form, "datalist"), form);
  void run();
}

/** Fill the browser's own list of suggestions while somebody types. */
function suggest(input: HTMLInputElement, list: HTMLElement, form: HTMLFormElement): void {
  let waiting: ReturnType<typeof setTimeout>;
  input.addEventListener("input", () => {
    clearTimeout(waiting);
    const typed = input.value.trim();
    if (typed.length < 2) return;
    waiting = setTimeout(async () => {
      const url = new URL("suggestions/", form.dataset.search);
      url.searchParams.set("locale", form.dataset.locale ?? "");
      url.searchParams.set("q", typed);
      const response = await fetch(url).catch(() => null);
      if (!response?.ok || input.value.trim() !== typed) return;
      const { items } = (await response.json()) as Schemas["Suggestions"];
      list.replaceChildren(...items.map(({ title }) => new Option(title, title)));
    }, 200);
  });
}

function parts(results: Results, query: string, said: Said): Node[] {
  const shown: Node[] = [];
  if (results.is_corrected) {
    const words = said.corrected.replace("{query}", query).replace("{words}", results.query);
    shown.push(element("p", words));
  }
  if (!results.has_all_words && results.items.length) shown.push(element("p", said.someWords));
  if (results.promoted.length) {
    const list = element("ul", "", "results");
    list.append(...results.promoted.map(promoted));
    shown.push(element("h2", said.recommended), list);
  }
  if (results.items.length) {
    const list = element("ol", "", "results");
    list.append(...results.items.map((item) => row(item, "h2")));
    shown.push(list);
  } else {
    const template = document.querySelector<HTMLTemplateElement>("#nothing-found");
    if (template) shown.push(template.content.cloneNode(true));
  }
  if (results.elsewhere.length) {
    const list = element("ul", "", "results");
    list.append(...results.elsewhere.map((item) => row(item, "h3")));
    shown.push(element("h2", said.elsewhere), list);
  }
  return shown;
}

function row(result: Results["items"][number], level: "h2" | "h3"): HTMLLIElement {
  const item = element("li");
  const link = element("a");
  link.href = result.path;
  link.append(...marked(result.title_html));
  const title = element(level);
  title.append(link);
  const extract = element("p");
  extract.append(...marked(result.extract_html));
  if (result.locale !== document.documentElement.lang) {
    link.hreflang = title.lang = extract.lang = result.locale;
  }
  item.append(title, element("p", result.kind, "kicker"), extract);
  return item;
}

function promoted(result: Results["promoted"][number]): HTMLLIElement {
  const item = element("li");
  const link = element("a", result.title);
  link.href = result.page?.path ?? result.url;
  const title = element("h3");
  title.append(link);
  item.append(title, element("p", result.description));
  return item;
}

/** The words of an extract, with `<mark>` and no other element. */
function marked(html: string): Node[] {
  const parsed = new DOMParser().parseFromString(html, "text/html");
  return [...parsed.body.childNodes].map((node) =>
    node.nodeName === "MARK" ? element("mark", node.textContent ?? "") : new Text(node.textContent ?? ""),
  );
}

function sentence(forms: Record<string, string>, count: number, query: string): string {
  const language = document.documentElement.lang;
  const form = forms[new Intl.PluralRules(language).select(count)] ?? forms.other ?? "";
  return form.replace("{count}", count.toLocaleString(language)).replace("{query}", query);
}

function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  words = "",
  classes = "",
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  made.textContent = words;
  if (classes) made.className = classes;
  return made;
}

function find(within: ParentNode, selector: string): HTMLElement {
  const found = within.querySelector<HTMLElement>(selector);
  if (!found) throw new Error(`There is no ${selector}`);
  return found;
}
