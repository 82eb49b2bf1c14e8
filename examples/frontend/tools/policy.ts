/** What browsers may load, and who may frame a page: its own files and the CMS, nobody else. */

import { CMS_URL } from "./settings.ts";

const PAGE = [
  "default-src 'none'",
  "base-uri 'none'",
  "script-src 'self'",
  "style-src 'self'",
  `img-src 'self' data: ${CMS_URL}`,
  `connect-src 'self' ${CMS_URL}`,
  `form-action 'self' ${CMS_URL}`,
];

/** A draft is shown in the editor's own window, with the CMS's user bar and its styles. */
const ADDED: Record<string, string> = { "script-src": CMS_URL, "style-src": CMS_URL };
const DRAFT = PAGE.map((rule) => [rule, ADDED[rule.split(" ")[0] ?? ""]].filter(Boolean).join(" "));

export function policy(isDraft: boolean): Record<string, string> {
  const rules = isDraft ? [...DRAFT, `frame-ancestors ${CMS_URL}`] : [...PAGE, "frame-ancestors 'self'"];
  return {
    "Content-Security-Policy": rules.join("; "),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": isDraft ? "no-referrer" : "strict-origin-when-cross-origin",
  };
}
