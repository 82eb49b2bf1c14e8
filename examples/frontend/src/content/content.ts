/** All that the site is made of, as the API has said it, and where each page of it stands. */

import type { Locale, Page, Schemas } from "../api/client.ts";

export interface Content {
  /** The CMS's generation of which this is; null where it could not be asked. */
  generation: number | null;
  locales: Schemas["Locale"][];
  sites: Record<string, Schemas["Site"]>;
  partners: Record<string, Schemas["PartnerGraph"]>;
  /** By the id of their page. */
  forms: Record<string, Schemas["Form"]>;
  /** Each page in each language, in its own words or in those that stand in: by `entryKey`. */
  entries: Record<string, Page>;
}

export const FORM_TYPES: ReadonlySet<string> = new Set(["home.EnquiryPage", "stories.ShareStoryPage"]);

export function entryKey(locale: string, translationKey: string): string {
  return `${locale}/${translationKey}`;
}

/**
 * Where a page stands on this site.
 *
 * A page that stands in has the path of the original below the language that was asked for, so
 * that whoever has chosen Polish stays among Polish menus.
 */
export function pathOf(page: Page): string {
  if (!page.is_fallback) return page.path;
  return page.path.replace(/^\/[^/]+\//, `/${page.requested_locale}/`);
}

/** The languages that stand in for one, the best first. */
export function fallbackOf(locale: string, locales: Schemas["Locale"][]): Locale[] {
  const others = locales.filter(({ code }) => code !== locale);
  return others.sort((a, b) => Number(b.is_default) - Number(a.is_default)).map(({ code }) => code as Locale);
}
