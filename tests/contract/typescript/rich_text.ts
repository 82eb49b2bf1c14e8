/** Rich text in its three formats, Portable Text through its published renderer. */

import { toHTML } from "@portabletext/to-html";

import { unreachable, type PortableText, type RichText, type Schemas } from "./client.js";
import { checkImage, checkReference, checkText, must, type Walk } from "./promises.js";

type Item = PortableText[number];

/** Look at rich text, whichever format was asked for. */
export function checkRichText(value: RichText, walk: Walk): void {
  if (typeof value === "string") {
    return checkText(value);
  }
  value.forEach((item) => visitItem(item, walk));
}

/** Portable Text as HTML: nothing in it may be unknown to the renderer. */
export function rendered(value: PortableText): string {
  return toHTML(value, {
    components: {
      types: {
        image: (part: { value: Schemas["PortableTextImage"] }) => `<img src="${part.value.src}">`,
        embed: (part: { value: Schemas["PortableTextEmbed"] }) => `<p>${part.value.url}</p>`,
        break: () => "<hr>",
      },
    },
    onMissingComponent: (message) => {
      throw new Error(message);
    },
  });
}

/** The words of HTML, for a comparison that is indifferent to its tags. */
export function words(html: string): string[] {
  return html.replace(/<[^>]*>|&\w+;|&#\w+;/g, " ").match(/\p{L}+/gu) ?? [];
}

function visitItem(item: Item, walk: Walk): void {
  must(item._key !== "", `a ${item._type} has no key`);
  switch (item._type) {
    case "block":
      return visitText(item, walk);
    case "image":
      return checkImage(item, walk);
    case "embed":
      return checkText(item.title, new URL(item.url).href);
    case "break":
      return;
    default:
      return unreachable(item);
  }
}

function visitText(block: Schemas["PortableTextBlock"], walk: Walk): void {
  const keys = block.markDefs.map((definition) => definition._key);
  must(new Set(keys).size === keys.length, `two marks have one key: ${keys.join(", ")}`);
  block.children.forEach((span) => checkText(span._type, span.text));
  block.markDefs.forEach((definition) => {
    checkText(definition._type, definition.href);
    checkReference(definition.page ?? null, walk);
  });
}
