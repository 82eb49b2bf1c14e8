/** Make `src/api/schema.d.ts` from the document that the CMS serves. */

import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

import openapiTS, { astToString } from "openapi-typescript";

import { CMS_URL, ROOT } from "./settings.ts";

const target = join(ROOT, "src", "api", "schema.d.ts");
const document = `${CMS_URL}/api/content/v1/openapi.json`;

try {
  const answer = await fetch(document);
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  const types = astToString(await openapiTS(await answer.text()));
  await mkdir(dirname(target), { recursive: true });
  await writeFile(target, `/** Made from ${new URL(document).pathname} by \`npm run types\`. */\n\n${types}`);
  console.log(`Types of the Content API at ${CMS_URL}`);
} catch (error) {
  console.error(`No Content API answers at ${document} (${String(error)}). Is the CMS running? CMS_URL names it.`);
  process.exitCode = 1;
}
