/**
 * What templates read of the content. It notes what they have read, so that of a change only those
 * pages are rendered anew that have read what has changed.
 */

import type { Page, PageOf, PageType, Schemas } from "../api/client.ts";
import { entryKey, pathOf, type Content } from "./content.ts";

/** The content with the paths of its pages. */
export class Library {
  readonly content: Content;
  readonly #byPath = new Map<string, Page>();
  readonly #lists = new Map<string, Page[]>();

  constructor(content: Content) {
    this.content = content;
    const entries = Object.values(content.entries);
    // Pages in their own language come last: where paths are equal, theirs is the place.
    for (const page of entries.sort((a, b) => Number(b.is_fallback) - Number(a.is_fallback))) {
      this.#byPath.set(pathOf(page), page);
    }
    for (const page of [...this.#byPath.values()].sort((a, b) => a.id - b.id)) {
      const key = listKey(page.requested_locale, page.type);
      this.#lists.set(key, [...(this.#lists.get(key) ?? []), page]);
    }
  }

  get paths(): string[] {
    return [...this.#byPath.keys()];
  }

  at(path: string): Page | undefined {
    return this.#byPath.get(path);
  }

  list(locale: string, type: PageType): Page[] {
    return this.#lists.get(listKey(locale, type)) ?? [];
  }
}

/** One page's view of it. */
export class View {
  /** What has been read. */
  readonly uses = new Set<string>();
  readonly #library: Library;

  constructor(library: Library) {
    this.#library = library;
  }

  get locales(): Schemas["Locale"][] {
    return this.#read("locales").locales;
  }

  /** The names and menus of a language; nothing where the CMS has no such site. */
  site(locale: string): Schemas["Site"] | undefined {
    return this.#read(`site:${locale}`).sites[locale];
  }

  partners(locale: string): Schemas["PartnerGraph"] {
    const none = { towns: [], partners: [], links: [] };
    return this.#read(`partners:${locale}`).partners[locale] ?? none;
  }

  form(id: number): Schemas["Form"] | undefined {
    return this.#read(`form:${id}`).forms[id];
  }

  at(path: string): Page | undefined {
    this.uses.add(`path:${path}`);
    const page = this.#library.at(path);
    if (page) this.uses.add(`entry:${entryKey(page.requested_locale, page.translation_key)}`);
    return page;
  }

  /** The same page in another language, or what stands in for it there. */
  counterpart(page: Page, locale: string): Page | undefined {
    const key = entryKey(locale, page.translation_key);
    return this.#read(`entry:${key}`).entries[key];
  }

  /** All pages of a type in a language, stand-ins among them. */
  list<Type extends PageType>(type: Type, locale: string): PageOf<Type>[] {
    this.uses.add(listKey(locale, type));
    return this.#library.list(locale, type) as PageOf<Type>[];
  }

  /** The page of a type of which a site has one. */
  only<Type extends PageType>(type: Type, locale: string): PageOf<Type> | undefined {
    return this.list(type, locale)[0];
  }

  #read(key: string): Content {
    this.uses.add(key);
    return this.#library.content;
  }
}

/** The name of what a list is read as. */
export function listKey(locale: string, type: string): string {
  return `list:${locale}/${type}`;
}
