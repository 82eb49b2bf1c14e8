/** What the types promise, and what no type can say, checked on the values themselves. */

import type { Page, Schemas } from "./client.js";

type Image = Schemas["Image"];

/** What the whole walk knows and counts. */
export interface Walk {
  /** Every public path, from `routes/`. */
  readonly paths: ReadonlySet<string>;
  readonly blocks: Record<string, number>;
  readonly pictures: Set<number>;
  links: number;
}

/** Stop the walk where something does not hold. */
export function must(holds: boolean, what: string): asserts holds {
  if (!holds) {
    throw new Error(what);
  }
}

/** One more of a kind. */
export function count(counts: Record<string, number>, kind: string): void {
  counts[kind] = (counts[kind] ?? 0) + 1;
}

/** A row's id: a whole number above 0. */
export function checkId(id: number, what: string): void {
  must(typeof id === "number" && Number.isInteger(id) && id > 0, `${what}: id ${id}`);
}

/** Text, which may be empty but not missing. */
export function checkText(...texts: string[]): void {
  for (const text of texts) {
    must(typeof text === "string", `text is ${JSON.stringify(text)}`);
  }
}

/** The addresses and widths of a srcset. */
export function parseSrcset(srcset: string): { url: string; width: number }[] {
  return srcset.split(", ").map((candidate) => {
    const [url, descriptor, ...rest] = candidate.split(" ");
    const width = /^([1-9]\d*)w$/.exec(descriptor ?? "")?.[1];
    must(url !== undefined && width !== undefined && rest.length === 0, `srcset ${candidate}`);
    return { url: new URL(url).href, width: Number(width) };
  });
}

/** A picture: its sizes, its files and its focal point. */
export function checkImage(image: Image | null, walk: Walk): void {
  if (image === null) {
    return;
  }
  checkId(image.id, "image");
  checkText(image.title, image.alt, image.credit, new URL(image.src).href);
  must(image.width > 0 && image.height > 0, `${image.src} has no size`);
  must(image.placeholder === "" || image.placeholder.startsWith("data:image/"), image.src);
  must(image.sources.length > 0, `${image.src} has no sources`);
  for (const { type, srcset } of image.sources) {
    must(type.startsWith("image/"), type);
    const widths = parseSrcset(srcset).map(({ width }) => width);
    must(new Set(widths).size === widths.length, srcset);
    must(Math.max(...widths) <= image.width, srcset);
  }
  const focus = image.focal_point;
  must(focus === null || [focus.x, focus.y].every((at) => at >= 0 && at <= 1), image.src);
  walk.pictures.add(image.id);
}

/** A page that something refers to: it is one of the routes, and its address ends with its path. */
export function checkReference(page: Schemas["PageReference"] | null, walk: Walk): void {
  if (page === null) {
    return;
  }
  checkId(page.id, page.path);
  checkText(page.type, page.title, page.locale);
  must(walk.paths.has(page.path), `${page.path} is not one of the routes`);
  must(new URL(page.url).pathname === page.path, page.url);
  walk.links += 1;
}

/** A link within the site or out of it, never both. */
export function checkLink(link: Schemas["Link"] | null, walk: Walk): void {
  if (link === null) {
    return;
  }
  checkText(link.label);
  must((link.page === null) !== (link.url === ""), `${link.label} leads to both or neither`);
  must(link.url === "" || new URL(link.url).protocol !== "javascript:", link.url);
  checkReference(link.page, walk);
}

/** A moment with its offset from UTC, or null. */
export function checkMoment(moment: string | null): void {
  const pattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;
  must(moment === null || (pattern.test(moment) && !Number.isNaN(Date.parse(moment))), `${moment}`);
}

/** What every page has. */
export function checkPage(page: Page, walk: Walk): void {
  checkId(page.id, page.path);
  checkText(page.translation_key, page.title, page.slug, page.requested_locale, page.listing_text);
  must(walk.paths.has(page.path) && new URL(page.url).pathname === page.path, page.url);
  must(page.is_fallback === (page.requested_locale !== page.served_locale), page.path);
  const itself = page.alternates.find(({ locale }) => locale === page.served_locale);
  must(itself?.path === page.path, `${page.path} is no alternate of itself`);
  must(page.alternates.every(({ path }) => walk.paths.has(path)), `alternates of ${page.path}`);
  must(page.translation?.source_locale !== page.served_locale, `translation of ${page.path}`);
  const parent = page.breadcrumbs.at(-1) ?? null;
  must(parent?.path === page.parent?.path, `breadcrumbs of ${page.path}`);
  page.breadcrumbs.forEach((crumb) => checkReference(crumb, walk));
  must(new URL(page.seo.canonical).href === page.seo.canonical, page.seo.canonical);
  checkText(page.seo.title, page.seo.description);
  checkImage(page.seo.image, walk);
  checkImage(page.picture, walk);
  checkMoment(page.first_published_at);
  checkMoment(page.last_published_at);
}
