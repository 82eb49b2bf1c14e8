/**
 * The finished site in its folder: brings its content up to date and renders what that changes.
 *
 * Astro itself renders all pages or none. So `astro build` makes the function that renders one, and
 * this calls it for those pages that have read what has changed.
 */

import { cp, readdir, readFile, rm, rmdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

import { ContentApi } from "../src/api/client.ts";
import { differences } from "../src/content/changes.ts";
import type { Content } from "../src/content/content.ts";
import { fetchAll, fetchChanges } from "../src/content/sync.ts";
import { Library, View } from "../src/content/view.ts";
import { load, replaceFile, save } from "./store.ts";

type Render = (typeof import("../src/render.ts"))["render"];

export interface Places {
  cms: string;
  site: string;
  /** Where `astro build` has put what it makes. */
  build: string;
  dist: string;
  content: string;
}

export interface Report {
  requests: number;
  generation: number | null;
  /** How many pages the site has. */
  pages: number;
  rendered: string[];
  /** Those of them whose file is new or different. */
  written: string[];
  removed: string[];
}

export class Site {
  readonly api: ContentApi;
  readonly #places: Places;
  readonly #render: Render;
  /** What each page has read, by its path. */
  readonly #uses = new Map<string, Set<string>>();
  #content: Content | null = null;
  #library: Library | null = null;

  private constructor(places: Places, render: Render) {
    this.#places = places;
    this.#render = render;
    this.api = new ContentApi(places.cms);
  }

  static async open(places: Places): Promise<Site> {
    const entry = pathToFileURL(join(places.build, "server", "entry.mjs"));
    const { render } = (await import(entry.href)) as { render: Render };
    return new Site(places, render);
  }

  /** The content as it is now, whatever was known of it. */
  async buildAnew(): Promise<Report> {
    return this.#becoming(() => fetchAll(this.api));
  }

  /** What has changed since the last time, which may have been before a restart. */
  async update(): Promise<Report> {
    this.#content ??= await load(this.#places.content, this.#places.cms);
    const before = this.#content;
    // Where the CMS does not answer, what is known of it still does.
    if (before) this.#library ??= new Library(before);
    return this.#becoming(() => (before ? fetchChanges(this.api, before) : fetchAll(this.api)));
  }

  /** One page as it is asked for: a draft, an unknown address, a password that is given. */
  async answer(path: string, asked: RequestInit = {}): Promise<Response> {
    if (!this.#library) throw new Error("Nothing is built yet");
    return this.#ask(path, new View(this.#library), asked);
  }

  async #becoming(fetching: () => Promise<Content>): Promise<Report> {
    const asked = this.api.requests;
    const content = await fetching();
    // An empty CMS is more likely a mistake than a wish: what is there stays.
    if (Object.keys(content.entries).length === 0) throw new Error("The CMS has no public page");
    const before = this.#uses.size > 0 ? this.#content : null;
    const library = content === this.#content && this.#library ? this.#library : new Library(content);
    const dirty = before && before !== content ? differences(before, content) : null;
    const paths = this.#pathsToRender(library, dirty, before === content);
    const pages = await this.#rendered(library, paths);
    // Before the files: what is removed below must not be rendered from what was known before.
    this.#library = library;
    if (before === null) await this.#copyAssets();
    const report: Report = {
      requests: this.api.requests - asked,
      generation: content.generation,
      pages: library.paths.length,
      rendered: paths,
      written: await this.#written(pages),
      removed: await this.#removeAllBut(new Set(["/", ...library.paths])),
    };
    // Kept last: after a crash before this, the same changes are asked for once more.
    if (content !== this.#content || before === null) {
      await save(this.#places.content, this.#places.cms, content);
    }
    this.#content = content;
    return report;
  }

  #pathsToRender(library: Library, dirty: Set<string> | null, isSame: boolean): string[] {
    const paths = ["/", ...library.paths];
    if (isSame) return [];
    if (dirty === null) return paths;
    return paths.filter((path) => {
      const uses = this.#uses.get(path);
      return !uses || !uses.isDisjointFrom(dirty);
    });
  }

  /** All pages first, then their files: a page that cannot be rendered leaves the site as it was. */
  async #rendered(library: Library, paths: string[]): Promise<Map<string, string>> {
    const pages = new Map<string, string>();
    const uses = new Map<string, Set<string>>();
    for (const path of paths) {
      const view = new View(library);
      const response = await this.#ask(path, view);
      if (response.status !== 200) throw new Error(`${path} is rendered with status ${response.status}`);
      pages.set(path, await response.text());
      uses.set(path, view.uses);
    }
    for (const [path, used] of uses) this.#uses.set(path, used);
    return pages;
  }

  #ask(path: string, view: View, asked: RequestInit = {}): Promise<Response> {
    const request = new Request(new URL(path, this.#places.site), asked);
    return this.#render(request, { view, api: this.api, cms: this.#places.cms });
  }

  async #written(pages: Map<string, string>): Promise<string[]> {
    const written: string[] = [];
    for (const [path, html] of pages) {
      const file = this.#fileOf(path);
      if ((await readFile(file, "utf-8").catch(() => null)) === html) continue;
      await replaceFile(file, html);
      written.push(path);
    }
    return written;
  }

  /** Styles and scripts have names that tell their content: older ones may stay. */
  async #copyAssets(): Promise<void> {
    await cp(join(this.#places.build, "client"), this.#places.dist, { recursive: true });
  }

  async #removeAllBut(paths: Set<string>): Promise<string[]> {
    const removed: string[] = [];
    for (const path of [...this.#uses.keys()]) if (!paths.has(path)) this.#uses.delete(path);
    const files = await readdir(this.#places.dist, { recursive: true }).catch(() => []);
    for (const file of files) {
      if (!/(^|\/)index\.html$/.test(file)) continue;
      const path = `/${file.slice(0, -"index.html".length)}`.normalize();
      if (paths.has(path) || paths.has(encodeURI(path))) continue;
      await rm(join(this.#places.dist, file));
      await rmdir(dirname(join(this.#places.dist, file))).catch(() => null); // has pages below it
      removed.push(path);
    }
    return removed;
  }

  #fileOf(path: string): string {
    return join(this.#places.dist, ...decodeURI(path).split("/").filter(isSafe), "index.html");
  }
}

function isSafe(part: string): boolean {
  if (part === "..") throw new Error("A path leads out of the site");
  return part !== "" && part !== ".";
}

/** What was done, in a few lines for people. */
export function inWords({ requests, generation, pages, rendered, written, removed }: Report): string {
  const asked = requests === 1 ? "1 request" : `${requests} requests`;
  const first = `${pages} pages; generation ${generation ?? "unknown"}; ${asked}; ${rendered.length} rendered, ${written.length} different, ${removed.length} removed`;
  const named = [...written, ...removed.map((path) => `${path} (removed)`)];
  const rest = named.length > 12 ? [`… and ${named.length - 12} more`] : [];
  return [first, ...named.slice(0, 12).map((path) => `  ${path}`), ...rest].join("\n");
}
