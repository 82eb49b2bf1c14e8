/** What is different between two states of the content, and which pages a change concerns. */

import type { Change } from "../api/client.ts";
import { pathOf, type Content } from "./content.ts";
import { listKey } from "./view.ts";

/** What is different, in the names by which a `View` notes what was read. */
export function differences(before: Content, after: Content): Set<string> {
  const found = new Set<string>();
  if (differ(before.locales, after.locales)) found.add("locales");
  for (const key of changedKeys(before.sites, after.sites)) found.add(`site:${key}`);
  for (const key of changedKeys(before.partners, after.partners)) found.add(`partners:${key}`);
  for (const key of changedKeys(before.forms, after.forms)) found.add(`form:${key}`);
  for (const key of changedKeys(before.entries, after.entries)) {
    found.add(`entry:${key}`);
    for (const page of [before.entries[key], after.entries[key]]) {
      if (!page) continue;
      found.add(`path:${pathOf(page)}`);
      found.add(listKey(page.requested_locale, page.type));
    }
  }
  return found;
}

/**
 * The translation keys of the pages whose answers may be different; null means any page.
 *
 * Any page it is where a page has come that was not here before: links to it, of which nothing was
 * shown, may come with it.
 */
export function concerned(changes: Change[], content: Content): Set<string> | null {
  const keys = new Set<string>();
  const known = new Set(Object.values(content.entries).map(({ id }) => id));
  const ids = new Set<number>();
  const paths = new Set<string>();
  for (const change of changes) {
    if (change.id === null) continue; // a redirect: the CMS is asked for those
    const isGone = change.event === "page.unpublished" || change.event === "page.deleted";
    if (change.translation_key === null || !(known.has(change.id) || isGone)) return null;
    keys.add(change.translation_key);
    ids.add(change.id);
    for (const path of [change.path, change.previous_path]) if (path) paths.add(path);
  }
  for (const page of Object.values(content.entries)) {
    if (!keys.has(page.translation_key) && refersTo(page, ids, paths)) keys.add(page.translation_key);
  }
  return keys;
}

/** Whether there is a reference to a page within this, or a link to its path. */
function refersTo(part: unknown, ids: Set<number>, paths: Set<string>): boolean {
  if (typeof part === "string") return paths.has(part) || links(part).some((to) => paths.has(to));
  if (Array.isArray(part)) return part.some((item) => refersTo(item, ids, paths));
  if (part === null || typeof part !== "object") return false;
  if ("path" in part && "id" in part && ids.has(part.id as number)) return true;
  return Object.values(part).some((item) => refersTo(item, ids, paths));
}

function links(html: string): string[] {
  return html.includes("href=") ? [...html.matchAll(/href="([^"#?]*)/g)].map(([, to]) => to ?? "") : [];
}

function changedKeys<Value>(before: Record<string, Value>, after: Record<string, Value>): string[] {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys].filter((key) => differ(before[key], after[key]));
}

function differ(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) !== JSON.stringify(b);
}
