/** Pages behind a password: what opens them is a token, which the visitor's browser keeps. */

import { answer, ApiError, type ContentApi } from "../api/client.ts";

export const COOKIE = "page_access";
/** The API looks at no more of them; the newest stay. */
const MOST_TOKENS = 10;

export type Attempt =
  | { kind: "opened"; tokens: string; needsAnother: boolean }
  | { kind: "refused"; status: 403 | 429 }
  /** There is no such page, no password before it, or none was given. */
  | { kind: "in vain" };

/** How tokens are sent. */
export function asHeaders(tokens: string): Record<string, string> {
  return tokens ? { "X-Page-Access": tokens } : {};
}

/** Try a password; `tokens` are those that the visitor has already. */
export async function unlock(api: ContentApi, path: string, password: string, tokens: string): Promise<Attempt> {
  if (!password) return { kind: "in vain" };
  const body = { path, password };
  try {
    const { token, needs_another } = await answer(
      api.post("/api/content/v1/unlock/", { body, headers: asHeaders(tokens) }),
    );
    const all = [...tokens.split(",").filter(Boolean), token].slice(-MOST_TOKENS);
    return { kind: "opened", tokens: all.join(","), needsAnother: needs_another };
  } catch (error) {
    if (!(error instanceof ApiError) || error.status >= 500) throw error;
    if (error.status === 403 || error.status === 429) return { kind: "refused", status: error.status };
    return { kind: "in vain" };
  }
}
