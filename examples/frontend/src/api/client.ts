/** The Content API: its types, and a client that counts and never asks in vain. */

import createClient, { type Client } from "openapi-fetch";

import type { components, paths } from "./schema.d.ts";

export type Schemas = components["schemas"];
export type Locale = Schemas["Locale"]["code"] & Schemas["Page"]["requested_locale"];
export type Page = Schemas["Page"];
export type PageType = Page["type"];
export type PageOf<Type extends PageType> = Extract<Page, { type: Type }>;
export type Block = Page["body"][number];
export type BlockOf<Type extends Block["type"]> = Extract<Block, { type: Type }>;

export type Change = Schemas["ChangeItem"];

type Whole = "application/json" | "application/problem+json";

/** An answer that is no success, with the problem document that came with it. */
export class ApiError extends Error {
  readonly status: number;
  readonly problem: Partial<Schemas["NotFoundProblem"]>;

  constructor(response: Response, problem: Partial<Schemas["NotFoundProblem"]> = {}) {
    super(`${response.status} ${response.url}: ${problem.detail ?? response.statusText}`);
    this.status = response.status;
    this.problem = problem;
  }
}

const TRIES = 3;
const PATIENCE = 20_000;
/** Answers of these are different each time, asked for only once, or nobody's to keep. */
const NEVER_KEPT = /\/(changes|preview|resolve)\/|[?&]translation_key__in=/;

/** A client of the CMS at this address. */
export class ContentApi {
  /** How many requests have gone out, those that were answered with 304 among them. */
  requests = 0;
  readonly #client: Client<paths, Whole>;
  readonly #kept = new Map<string, { etag: string; text: string }>();

  constructor(baseUrl: string) {
    this.#client = createClient<paths, Whole>({
      baseUrl,
      querySerializer: { array: { style: "form", explode: false } },
      fetch: (request) => this.#fetch(request),
    });
  }

  get get(): Client<paths, Whole>["GET"] {
    return this.#client.GET;
  }

  get post(): Client<paths, Whole>["POST"] {
    return this.#client.POST;
  }

  /** One request: with the ETag of what is known, and again where it failed for a moment. */
  async #fetch(request: Request): Promise<Response> {
    if (request.method !== "GET") return this.#onlyOnce(request);
    const known = this.#kept.get(request.url);
    if (known) request.headers.set("If-None-Match", known.etag);
    for (let tried = 1; ; tried += 1) {
      const response = await this.#once(request);
      if (response instanceof Response && !isPassing(response.status)) {
        return known && response.status === 304 ? ready(known.text) : this.#keep(request, response);
      }
      if (tried === TRIES) {
        if (response instanceof Response) return response;
        throw new Error(`${request.url} does not answer`, { cause: response });
      }
      await pause(waitOf(response, tried));
    }
  }

  /** What is sent is never sent again: it may have come in. */
  async #onlyOnce(request: Request): Promise<Response> {
    const response = await this.#once(request);
    if (response instanceof Response) return response;
    throw new Error(`${request.url} does not answer`, { cause: response });
  }

  async #once(request: Request): Promise<unknown> {
    this.requests += 1;
    try {
      return await fetch(request.clone(), { signal: AbortSignal.timeout(PATIENCE) });
    } catch (error) {
      return error;
    }
  }

  async #keep(request: Request, response: Response): Promise<Response> {
    const etag = response.headers.get("ETag");
    if (response.status !== 200 || !etag || NEVER_KEPT.test(request.url)) return response;
    const text = await response.text();
    this.#kept.set(request.url, { etag, text });
    return ready(text);
  }
}

/** The data of an answer; anything but a success is an `ApiError`. */
export async function answer<Data>(
  asked: Promise<{ data?: Data; error?: unknown; response: Response }>,
): Promise<Data> {
  const { data, error, response } = await asked;
  if (data === undefined) throw new ApiError(response, (error ?? {}) as object);
  return data;
}

/** What the types say cannot be; at run time the CMS may be newer than they are. */
export function unknown(value: never): void {
  console.warn("Nothing shows this yet:", JSON.stringify(value).slice(0, 200));
}

function ready(text: string): Response {
  return new Response(text, { headers: { "Content-Type": "application/json" } });
}

function isPassing(status: number): boolean {
  return status === 429 || status >= 500;
}

function waitOf(response: unknown, tried: number): number {
  const asked = response instanceof Response ? Number(response.headers.get("Retry-After")) : 0;
  return Math.min(asked || 0.3 * 3 ** tried, 10) * 1000;
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
