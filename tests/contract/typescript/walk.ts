/** A walk over a whole site by nothing but the types of its API: `run_node` prints its summary. */

import {
  answer,
  contentApi,
  follow,
  pickingApi,
  resolve,
  type ContentApi,
  type Page,
  type PortableText,
  type RichTextFormat,
  type Schemas,
} from "./client.js";
import { visitPage } from "./pages.js";
import { checkLink, count, must, type Walk } from "./promises.js";
import { rendered, words } from "./rich_text.js";

export interface Summary {
  /** Pages by language, then by type. */
  pages: Record<string, Record<string, number>>;
  blocks: Record<string, number>;
  pictures: number;
  links: number;
  hops: string[];
  /** The status and the parameter of a refused request. */
  refused: [number, string[]];
}

/** Read every page of the site at this address. */
export async function walkSite(baseUrl: string): Promise<Summary> {
  const api = contentApi(baseUrl);
  const locales = await answer(api.GET("/api/content/v1/locales/"));
  const routes = (await answer(api.GET("/api/content/v1/routes/"))).items;
  const paths = new Set(routes.map(({ path }) => path));
  const walk: Walk = { paths, blocks: {}, pictures: new Set(), links: 0 };
  const pages: Summary["pages"] = {};
  for (const locale of locales) {
    await checkSite(api, locale, walk);
    pages[locale.code] = await walkLocale(api, locale, walk);
  }
  await compareFormats(api, routes, walk);
  await checkPicked(baseUrl);
  const { hops } = await follow(api, "/");
  const refused = await refusal(api);
  const { blocks, links } = walk;
  return { pages, blocks, pictures: walk.pictures.size, links, hops, refused };
}

async function checkSite(api: ContentApi, locale: Schemas["Locale"], walk: Walk): Promise<void> {
  const query = { locale: locale.code };
  const site = await answer(api.GET("/api/content/v1/site/", { params: { query } }));
  must(site.locale === locale.code, `${site.locale} for ${locale.code}`);
  must(site.header.length > 0 && site.footer.length > 0, `menus of ${locale.code}`);
  [...site.header, ...site.footer].forEach((link) => checkLink(link, walk));
  const entry = site.languages.find(({ code }) => code === locale.code);
  must(entry?.name === locale.name && walk.paths.has(entry.path), `switcher of ${locale.code}`);
}

async function walkLocale(
  api: ContentApi,
  locale: Schemas["Locale"],
  walk: Walk,
): Promise<Record<string, number>> {
  const query = { locale: locale.code };
  const routes = await answer(api.GET("/api/content/v1/routes/", { params: { query } }));
  must(routes.count === routes.items.length, `count of routes in ${locale.code}`);
  const types: Record<string, number> = {};
  for (const route of routes.items) {
    const page = await pageAt(api, route.path);
    must(page.id === route.id && page.served_locale === locale.code, route.path);
    must(page.type === route.type && page.path === route.path, route.path);
    visitPage(page, walk);
    count(types, page.type);
  }
  return types;
}

async function pageAt(api: ContentApi, path: string, format?: RichTextFormat): Promise<Page> {
  const found = await resolve(api, path, format);
  must(found.kind === "page" && found.sub_path === null, `${path} is no page`);
  return found.page;
}

/** The home page's rich text says the same in each format. */
async function compareFormats(
  api: ContentApi,
  routes: Schemas["Route"][],
  walk: Walk,
): Promise<void> {
  for (const { path } of routes.filter(({ type }) => type === "home.HomePage")) {
    const html = await richText(api, path, "html");
    const markdown = await richText(api, path, "markdown");
    const portable = await richText(api, path, "portable_text");
    must(html.length > 0 && html.length === portable.length, `rich text of ${path}`);
    must(markdown.length === html.length && !markdown.join().includes("<p"), `Markdown of ${path}`);
    const said = words(portable.map((value) => rendered(asPortable(value))).join(" "));
    must(said.join() === words(html.join(" ")).join(), `Portable Text of ${path}`);
    visitPage(await pageAt(api, path, "portable_text"), { ...walk, blocks: {} });
  }
}

/** What was picked is there, and nothing else. */
async function checkPicked(baseUrl: string): Promise<void> {
  const { items } = await answer(
    pickingApi(baseUrl).GET("/api/content/v1/pages/", {
      params: { query: { type: ["towns.TownPage"], fields: ["native_name", "parent.title"] } },
    }),
  );
  must(items.length > 0, "there are no towns");
  for (const item of items) {
    must(item.type === "towns.TownPage" && item.id > 0, item.type);
    must(item.native_name !== undefined && item.parent?.title !== undefined, item.native_name ?? "");
    must(item.title === undefined && item.parent.path === undefined, item.native_name);
  }
}

async function richText(api: ContentApi, path: string, format: RichTextFormat) {
  const page = await pageAt(api, path, format);
  must("body" in page, `${path} has no blocks`);
  return page.body.flatMap((block) => (block.type === "rich_text" ? [block.value] : []));
}

function asPortable(value: string | PortableText): PortableText {
  must(typeof value !== "string", "Portable Text is text");
  return value;
}

/** An error says what is wrong: the problem document is typed, too. */
async function refusal(api: ContentApi): Promise<[number, string[]]> {
  const query = { path: "no slash" };
  const { data, error } = await api.GET("/api/content/v1/resolve/", { params: { query } });
  must(data === undefined && error !== undefined, "a path without a slash was answered");
  return [error.status, error.errors.flatMap(({ loc }) => loc)];
}
