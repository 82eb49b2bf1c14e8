/** Build the site anew: `npm run build`. Fails where it took more requests than it may. */

import { build } from "astro";

import { BUILD, CMS_URL, CONTENT, DIST, ROOT, SITE_URL } from "./settings.ts";
import { inWords, Site } from "./site.ts";

/** Besides one for each page. */
const SPARE_REQUESTS = 10;

process.env.ASTRO_TELEMETRY_DISABLED = "1";
await build({ root: ROOT, logLevel: "warn" });
const site = await Site.open({ cms: CMS_URL, site: SITE_URL, build: BUILD, dist: DIST, content: CONTENT });
try {
  const report = await site.buildAnew();
  console.log(inWords(report));
  if (report.requests > report.pages + SPARE_REQUESTS) {
    console.error(`That is more than a request a page and ${SPARE_REQUESTS} besides.`);
    process.exitCode = 1;
  }
} catch (error) {
  console.error(`The site could not be built from ${CMS_URL}: ${String(error)}`);
  process.exitCode = 1;
}
