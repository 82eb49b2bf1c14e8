/** What the environment says: where the CMS is, where this site is, and the webhook's secret. */

import { join } from "node:path";

export const ROOT = join(import.meta.dirname, "..");

const folder = (name: string, standard: string) => process.env[name] ?? join(ROOT, standard);

export const CMS_URL = (process.env.CMS_URL ?? "http://localhost:8000").replace(/\/+$/, "");
export const SITE_URL = (process.env.SITE_URL ?? "http://localhost:4321").replace(/\/+$/, "");
/** `whsec_…`, as the CMS shows it once; without it no webhook is listened to. */
export const WEBHOOK_SECRET = process.env.WEBHOOK_SECRET ?? "";
/** How often the CMS is asked for changes where no webhook comes. */
export const POLL_SECONDS = Number(process.env.POLL_SECONDS ?? 60);
/** What browsers load, and the rendering function; `astro build` makes both. */
export const BUILD = join(ROOT, ".build");
/** The finished site. */
export const DIST = folder("DIST_DIR", "dist");
/** What is known of the content, and of which generation it is. */
export const CONTENT = join(folder("CONTENT_DIR", ".content"), "content.json");
