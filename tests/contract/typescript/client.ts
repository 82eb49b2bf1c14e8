/** The Content API as openapi-fetch calls it: every path, parameter and answer is a generated type. */

import createClient, { type Client } from "openapi-fetch";

import type { components, paths } from "./schema.js";

export type Schemas = components["schemas"];

/** Whole pages and problems: answers to `fields` are of another media type and other types. */
type Whole = "application/json" | "application/problem+json";

/** Pages with what `fields` picked, and problems. */
type Picked = "application/vnd.twinning.picked+json" | "application/problem+json";

export type ContentApi = Client<paths, Whole>;

type Answers<Path extends keyof paths> = paths[Path] extends {
  get: { responses: { 200: { content: { "application/json": infer Answer } } } };
}
  ? Answer
  : never;

export type Page = Answers<"/api/content/v1/pages/{page_id}/">;
export type Resolved = Answers<"/api/content/v1/resolve/">;
export type PageWithBlocks = Extract<Page, { body: unknown }>;
export type Block = PageWithBlocks["body"][number];
export type RichText = Schemas["RichTextBlock"]["value"];
export type PortableText = Exclude<RichText, string>;

type ResolveQuery = paths["/api/content/v1/resolve/"]["get"]["parameters"]["query"];
export type RichTextFormat = NonNullable<ResolveQuery["rich_text"]>;

/** A client of the site at this address. */
export function contentApi(baseUrl: string): ContentApi {
  return createClient<paths, Whole>({ baseUrl });
}

/** The same where every request has `fields`. */
export function pickingApi(baseUrl: string): Client<paths, Picked> {
  return createClient<paths, Picked>({ baseUrl });
}

/** The data of an answer; a problem document becomes an error. */
export async function answer<Data>(
  asked: Promise<{ data?: Data; error?: Schemas["Problem"] | undefined; response: Response }>,
): Promise<Data> {
  const { data, error, response } = await asked;
  if (data === undefined) {
    throw new Error(`${response.status} ${response.url}: ${JSON.stringify(error)}`);
  }
  return data;
}

/** What is at a path; whether it is a page is in its `kind`. */
export function resolve(
  api: ContentApi,
  path: string,
  format: RichTextFormat = "html",
): Promise<Resolved> {
  const query = { path, rich_text: format };
  return answer(api.GET("/api/content/v1/resolve/", { params: { query } }));
}

/** The page at a path, after as many redirects as it takes, and the paths that it took. */
export async function follow(
  api: ContentApi,
  path: string,
): Promise<{ page: Page; hops: string[] }> {
  const hops: string[] = [];
  let at = path;
  while (hops.length < 5) {
    const found = await resolve(api, at);
    switch (found.kind) {
      case "page":
        return { page: found.page, hops };
      case "redirect":
        at = found.to;
        hops.push(at);
        break;
      default:
        return unreachable(found);
    }
  }
  throw new Error(`${path} leads nowhere: ${hops.join(", ")}`);
}

/** A member of a union that the types say is not there. */
export function unreachable(value: never): never {
  throw new Error(`No type knows ${JSON.stringify(value)}`);
}
