/** What `astro build` makes: a function from an address and the content to a page. */

import { createApp } from "astro/app/entrypoint";

const app = createApp();

export function render(url: URL, locals: App.Locals): Promise<Response> {
  return app.render(new Request(url), { locals });
}
