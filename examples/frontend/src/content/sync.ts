/** From the API to a `Content`: the whole, or what has changed since the one before. */

import {
  answer,
  ApiError,
  type Change,
  type ContentApi,
  type Locale,
  type Page,
  type Schemas,
} from "../api/client.ts";
import { concerned } from "./changes.ts";
import { entryKey, fallbackOf, FORM_TYPES, type Content } from "./content.ts";

const PER_REQUEST = 100;

/** Everything anew. What has not changed since this client asked last is not sent again. */
export async function fetchAll(api: ContentApi): Promise<Content> {
  // Asked first: what changes while the rest is read comes once more with the next look.
  const generation = await currentGeneration(api);
  const locales = await answer(api.get("/api/content/v1/locales/"));
  const content: Content = { generation, locales, sites: {}, partners: {}, forms: {}, entries: {} };
  for (const { code } of locales) {
    const fallback = fallbackOf(code, locales);
    addEntries(content, code, await pagesOf(api, code as Locale, fallback));
  }
  await fetchTheRest(api, content);
  return content;
}

/**
 * What has changed since `before`; the same object where nothing has.
 *
 * Of each language, one request brings up to a hundred pages that a change concerns.
 */
export async function fetchChanges(api: ContentApi, before: Content): Promise<Content> {
  if (before.generation === null) return fetchAll(api);
  const { changes, until } = await changesSince(api, before.generation);
  // What is fetched below is of `until` or later: what is later comes once more with the next look.
  if (changes === null) return fetchAll(api);
  if (changes.length === 0) return until === before.generation ? before : { ...before, generation: until };
  const keys = concerned(changes, before);
  if (keys === null) return fetchAll(api);
  const content: Content = {
    ...before,
    generation: until,
    sites: {},
    partners: {},
    forms: {},
    entries: withoutKeys(before.entries, keys),
  };
  for (const { code } of content.locales) {
    const fallback = fallbackOf(code, content.locales);
    addEntries(content, code, await pagesOf(api, code as Locale, fallback, [...keys]));
  }
  await fetchTheRest(api, content);
  return content;
}

/** All changes since a generation; null where they are not known, or where any page may differ. */
async function changesSince(
  api: ContentApi,
  since: number,
): Promise<{ changes: Change[] | null; until: number }> {
  const changes: Change[] = [];
  let until = since;
  for (;;) {
    const page = await askChanges(api, until);
    if (page === null || page.full_rebuild) return { changes: null, until };
    changes.push(...page.items);
    until = page.until;
    if (!page.has_more) return { changes, until };
  }
}

async function currentGeneration(api: ContentApi): Promise<number | null> {
  return (await askChanges(api, null))?.until ?? null;
}

/** One answer of `changes/`; null where there is none to be had: then all is made anew. */
async function askChanges(api: ContentApi, since: number | null): Promise<Schemas["ChangeList"] | null> {
  const query = since === null ? {} : { since };
  try {
    return await answer(api.get("/api/content/v1/changes/", { params: { query } }));
  } catch (error) {
    if (error instanceof ApiError && [404, 410].includes(error.status)) return null;
    throw error;
  }
}

async function pagesOf(
  api: ContentApi,
  locale: Locale,
  fallback: Locale[],
  keys: string[] | null = null,
): Promise<Page[]> {
  const pages: Page[] = [];
  if (keys !== null) {
    for (let at = 0; at < keys.length; at += PER_REQUEST) {
      const wanted = keys.slice(at, at + PER_REQUEST);
      const query = { locale, fallback, limit: PER_REQUEST, translation_key__in: wanted };
      pages.push(...(await answer(api.get("/api/content/v1/pages/", { params: { query } }))).items);
    }
    return pages;
  }
  for (;;) {
    const query = { locale, fallback, limit: PER_REQUEST, offset: pages.length };
    const { count, items } = await answer(api.get("/api/content/v1/pages/", { params: { query } }));
    pages.push(...items);
    if (pages.length >= count || items.length === 0) return pages;
  }
}

function addEntries(content: Content, locale: string, pages: Page[]): void {
  for (const page of pages) content.entries[entryKey(locale, page.translation_key)] = page;
}

function withoutKeys(entries: Record<string, Page>, keys: Set<string>): Record<string, Page> {
  return Object.fromEntries(
    Object.entries(entries).filter(([, page]) => !keys.has(page.translation_key)),
  );
}

/** Menus, partners and forms: few, and answered with 304 where they are as they were. */
async function fetchTheRest(api: ContentApi, content: Content): Promise<void> {
  for (const { code } of content.locales) {
    const query = { locale: code as Locale };
    content.sites[code] = await answer(api.get("/api/content/v1/site/", { params: { query } }));
    content.partners[code] = await answer(
      api.get("/api/content/v1/towns/partners/", { params: { query } }),
    );
  }
  const forms = Object.values(content.entries).filter(({ type }) => FORM_TYPES.has(type));
  for (const id of new Set(forms.map((page) => page.id))) {
    content.forms[id] = await answer(
      api.get("/api/content/v1/forms/{form_id}/", { params: { path: { form_id: id } } }),
    );
  }
}
