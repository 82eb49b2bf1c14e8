/** A draft by its token, with the very types of a page. */

import { answer, type ContentApi, type Page } from "../api/client.ts";

export async function previewOf(api: ContentApi, token: string): Promise<Page> {
  const path = { token };
  const draft = await answer(api.get("/api/content/v1/preview/{token}/", { params: { path } }));
  return draft.page;
}
