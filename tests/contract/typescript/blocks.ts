/** A look at every block, type by type: where a type is missing here, this does not compile. */

import { unreachable, type Block, type Schemas } from "./client.js";
import { checkImage, checkLink, checkReference, checkText, count, must, type Walk } from "./promises.js";
import { checkRichText } from "./rich_text.js";

/** Look at what a block holds. */
export function visitBlock(block: Block, walk: Walk): void {
  must(typeof block.id === "string" && block.id !== "", `a ${block.type} has no id`);
  count(walk.blocks, block.type);
  switch (block.type) {
    case "rich_text":
      return checkRichText(block.value, walk);
    case "heading":
      return checkText(block.value.text, block.value.level);
    case "image":
      return visitFigure(block.value, walk);
    case "gallery":
      checkText(block.value.heading);
      return block.value.pictures.forEach((figure) => visitFigure(figure, walk));
    case "quote":
      return checkText(block.value.text, block.value.attribution);
    case "facts":
      checkText(block.value.heading);
      return block.value.facts.forEach(({ label, value, note }) => checkText(label, value, note));
    case "timeline":
      checkText(block.value.heading);
      return block.value.events.forEach(({ date, title, text }) => checkText(date, title, text));
    case "cards":
      checkText(block.value.heading);
      return block.value.cards.forEach((card) => visitCard(card, walk));
    case "call_to_action":
      checkText(block.value.heading, block.value.text);
      return checkLink(block.value.link, walk);
    case "embed":
      checkText(block.value.title, block.value.caption);
      return visitEmbed(block.value.media);
    case "document":
      checkText(block.value.title, block.value.description);
      return visitDocument(block.value.document);
    case "town_grid":
      checkText(block.value.heading, block.value.intro);
      return block.value.towns.forEach((town) => visitPageCard(town, walk));
    case "story_spotlight":
      checkText(block.value.heading);
      return visitPageCard(block.value.story, walk);
    case "partner_map":
      return checkText(block.value.heading, block.value.intro);
    default:
      return unreachable(block);
  }
}

function visitFigure(figure: Schemas["Figure"], walk: Walk): void {
  checkText(figure.caption);
  checkImage(figure.image, walk);
}

function visitCard(card: Schemas["Card"], walk: Walk): void {
  checkText(card.title, card.text);
  checkImage(card.image, walk);
  checkLink(card.link, walk);
}

function visitPageCard(card: Schemas["PageCard"] | null, walk: Walk): void {
  checkReference(card, walk);
  if (card !== null) {
    checkText(card.listing_text);
    checkImage(card.picture, walk);
  }
}

function visitEmbed(media: Schemas["Embed"] | null): void {
  if (media !== null) {
    checkText(media.title, media.provider_name, media.thumbnail_url, new URL(media.url).href);
  }
}

function visitDocument(document: Schemas["Document"] | null): void {
  if (document !== null) {
    checkText(document.title, document.content_type, new URL(document.url).href);
  }
}
