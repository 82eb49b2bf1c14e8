/** Serve the site, and keep it up to date: `npm run serve`. */

import { createServer, type IncomingMessage, type ServerResponse } from "node:http";

import { Webhook } from "standardwebhooks";

import { byLanguage, fileFor, sendFile } from "./files.ts";
import { policy } from "./policy.ts";
import * as settings from "./settings.ts";
import { inWords, Site } from "./site.ts";
import { Updates } from "./updates.ts";

const HOOK = "/hooks/cms";
const LARGEST_HOOK = 1024 * 1024;
const LARGEST_FORM = 4 * 1024;
/** What a page that is rendered for somebody may know of the request. */
const TOLD = ["cookie", "origin", "content-type"];

const site = await Site.open({
  cms: settings.CMS_URL,
  site: settings.SITE_URL,
  build: settings.BUILD,
  dist: settings.DIST,
  content: settings.CONTENT,
});
const updates = new Updates(async () => {
  const report = await site.update();
  if (report.rendered.length + report.removed.length > 0) console.log(inWords(report));
}, settings.POLL_SECONDS);
const webhook = settings.WEBHOOK_SECRET ? new Webhook(settings.WEBHOOK_SECRET) : null;

const server = createServer((request, response) => {
  handle(request, response).catch((error: unknown) => {
    console.error(`${request.method} ${request.url?.split("?")[0]}: ${String(error)}`);
    if (!response.headersSent) response.writeHead(502, { "Cache-Control": "no-store" });
    response.end();
  });
});

async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname, search } = new URL(request.url ?? "/", settings.SITE_URL);
  if (pathname === HOOK) return hear(request, response);
  const isDraft = pathname.startsWith("/preview/");
  const file = isDraft ? null : await fileFor(pathname);
  // Only a page that is not there for everybody takes a form: its password.
  const isForm = request.method === "POST" && !isDraft && file === null;
  if (request.method !== "GET" && request.method !== "HEAD" && !isForm) {
    response.writeHead(405, { Allow: "GET, HEAD" }).end();
    return;
  }
  for (const [name, value] of Object.entries(policy(isDraft))) response.setHeader(name, value);
  if (pathname === "/") {
    const chosen = await byLanguage(request.headers["accept-language"] ?? "");
    response.setHeader("Vary", "Accept-Language");
    if (chosen) return void response.writeHead(302, { Location: chosen }).end();
  }
  if (file) return sendFile(request, response, file);
  const body = isForm ? await read(request, LARGEST_FORM) : null;
  if (isForm && body === null) return void response.writeHead(413).end();
  const headers = TOLD.flatMap((name) => {
    const value = request.headers[name];
    return typeof value === "string" ? [[name, value] as [string, string]] : [];
  });
  const answer = await site.answer(pathname + search, { method: isForm ? "POST" : "GET", headers, body });
  response.writeHead(answer.status, Object.fromEntries(answer.headers));
  response.end(request.method === "HEAD" ? undefined : await answer.text());
}

/** A webhook says only that there is something to ask for; who repeats it does no harm. */
async function hear(request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method !== "POST" || webhook === null) return void response.writeHead(404).end();
  const body = await read(request, LARGEST_HOOK);
  try {
    webhook.verify(body ?? "", request.headers as Record<string, string>);
  } catch {
    return void response.writeHead(401).end();
  }
  updates.ask();
  response.writeHead(204).end();
}

async function read(request: IncomingMessage, largest: number): Promise<string | null> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > largest) return null;
    parts.push(part);
  }
  return Buffer.concat(parts).toString("utf-8");
}

// What was missed while nobody listened comes before the first visitor.
await updates.first();
const { port, hostname } = new URL(settings.SITE_URL);
server.listen(Number(process.env.PORT ?? (port || 4321)), process.env.HOST ?? hostname, () => {
  console.log(`The site:  ${settings.SITE_URL}/`);
  if (webhook) console.log(`Webhooks:  ${settings.SITE_URL}${HOOK}`);
});

for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.once(signal, () => {
    updates.stop();
    server.close();
    server.closeAllConnections();
  });
}
