/** What is known of the content, kept in a file for the next start. */

import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";

import type { Content } from "../src/content/content.ts";

interface Kept {
  /** Another CMS's content is nobody's to go on from. */
  cms: string;
  content: Content;
}

/** What was kept of this CMS's content; null where there is nothing that can be read. */
export async function load(file: string, cms: string): Promise<Content | null> {
  try {
    const kept = JSON.parse(await readFile(file, "utf-8")) as Kept;
    return kept.cms === cms ? kept.content : null;
  } catch {
    return null;
  }
}

export async function save(file: string, cms: string, content: Content): Promise<void> {
  await replaceFile(file, JSON.stringify({ cms, content } satisfies Kept));
}

/** Write a file in one step: whoever reads it sees the old one or the new one. */
export async function replaceFile(file: string, data: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const next = `${file}.next`;
  await writeFile(next, data);
  await rename(next, file);
}
