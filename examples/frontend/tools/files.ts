/** The finished files: which one is meant, and how it is sent. */

import { createHash } from "node:crypto";
import { readdir, readFile, stat } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { extname, join, sep } from "node:path";

import { DIST } from "./settings.ts";

const TYPES: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
};

/** The file at a path, if there is one; none out of the site's folder. */
export async function fileFor(pathname: string): Promise<string | null> {
  let path: string;
  try {
    path = decodeURIComponent(pathname);
  } catch {
    return null;
  }
  if (path.includes("\0")) return null;
  const file = join(DIST, path, path.endsWith("/") ? "index.html" : "");
  if (!file.startsWith(DIST + sep)) return null;
  const found = await stat(file).catch(() => null);
  return found?.isFile() && extname(file) in TYPES ? file : null;
}

export async function sendFile(
  request: IncomingMessage,
  response: ServerResponse,
  file: string,
): Promise<void> {
  const data = await readFile(file);
  const etag = `"${createHash("sha256").update(data).digest("base64url").slice(0, 22)}"`;
  // Files of the build have names that tell their content.
  const isForEver = file.startsWith(join(DIST, "_assets") + sep);
  response.setHeader("ETag", etag);
  response.setHeader("Cache-Control", isForEver ? "public, max-age=31536000, immutable" : "no-cache");
  if (request.headers["if-none-match"] === etag) return void response.writeHead(304).end();
  response.setHeader("Content-Type", TYPES[extname(file)] ?? "application/octet-stream");
  response.setHeader("Content-Length", data.length);
  response.writeHead(200).end(request.method === "HEAD" ? undefined : data);
}

/** The home page in the first language of these that the site has, if any. */
export async function byLanguage(accepted: string): Promise<string | null> {
  const folders = await readdir(DIST, { withFileTypes: true }).catch(() => []);
  const known = new Set(folders.filter((one) => one.isDirectory()).map(({ name }) => name));
  const wanted = accepted
    .split(",")
    .map((part) => {
      const [tag = "", ...rest] = part.trim().toLowerCase().split(";");
      const quality = Number(rest.find((one) => one.trim().startsWith("q="))?.split("=")[1] ?? 1);
      return { code: tag.split("-")[0] ?? "", quality };
    })
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality);
  const code = wanted.find((one) => /^[a-z]{2,3}$/.test(one.code) && known.has(one.code))?.code;
  return code ? `/${code}/` : null;
}
