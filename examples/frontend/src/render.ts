/** What `astro build` makes: a function from a request and the content to a page. */

import { createApp } from "astro/app/entrypoint";

const app = createApp();

export function render(request: Request, locals: App.Locals): Promise<Response> {
  return app.render(request, { locals, addCookieHeader: true });
}
