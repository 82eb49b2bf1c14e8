/** A look at every page, type by type: where a type is missing here, this does not compile. */

import { visitBlock } from "./blocks.js";
import { unreachable, type Page, type Schemas } from "./client.js";
import {
  checkLink,
  checkPage,
  checkReference,
  checkText,
  count,
  must,
  type Walk,
} from "./promises.js";
import { checkRichText } from "./rich_text.js";

/** Look at all that a page holds. */
export function visitPage(page: Page, walk: Walk): void {
  checkPage(page, walk);
  switch (page.type) {
    case "home.HomePage":
      checkText(page.hero_title, page.strapline);
      page.hero_call.forEach((call) => visitCall(call, walk));
      break;
    case "home.StandardPage":
    case "stories.StoryIndexPage":
      checkText(page.intro);
      break;
    case "search.SearchPage":
    case "towns.PartnersPage":
    case "towns.InterestsPage":
      checkText(page.intro);
      break;
    case "home.EnquiryPage":
    case "stories.ShareStoryPage":
      checkText(page.intro);
      checkRichText(page.consent_text, walk);
      checkRichText(page.thanks, walk);
      break;
    case "towns.TownIndexPage":
      checkText(page.intro, page.town_name);
      checkInterests(page.interests);
      must((page.town_latitude === null) === (page.town_longitude === null), page.path);
      break;
    case "towns.TownPage":
      visitTown(page, walk);
      break;
    case "stories.StoryPage":
      visitStory(page, walk);
      break;
    default:
      return unreachable(page);
  }
  page.body.forEach((block) => visitBlock(block, walk));
}

function visitCall(call: Schemas["HomePage"]["hero_call"][number], walk: Walk): void {
  switch (call.type) {
    case "link":
      count(walk.blocks, call.type);
      return checkLink(call.value, walk);
    default:
      return unreachable(call.type);
  }
}

function visitTown(page: Schemas["TownPage"], walk: Walk): void {
  checkText(page.intro, page.native_name, page.website);
  checkPlace(page);
  must(Number.isInteger(page.twinned_since), page.path);
  must((page.population === null) === (page.population_year === null), page.path);
  checkInterests(page.interests);
  page.contacts.forEach((contact) => {
    count(walk.blocks, contact.type);
    checkText(contact.value.name, contact.value.text, contact.value.url, contact.value.email);
  });
  page.twin_links.forEach((partner) => {
    checkText(partner.name, partner.note);
    checkPlace(partner);
    must(partner.year === null || Number.isInteger(partner.year), partner.name);
    checkInterests(partner.interests);
  });
}

function visitStory(page: Schemas["StoryPage"], walk: Walk): void {
  checkText(page.intro, page.people);
  must(page.date === null || /^\d{4}-\d{2}-\d{2}$/.test(page.date), page.path);
  must(["day", "month", "year"].includes(page.date_precision), page.path);
  checkReference(page.town, walk);
  checkInterests(page.interests);
}

function checkInterests(interests: Schemas["Interest"][]): void {
  interests.forEach(({ key, name }) => checkText(key, name));
}

function checkPlace(place: Pick<Schemas["TwinLink"], "country" | "latitude" | "longitude">): void {
  must(/^[A-Z]{2}$/.test(place.country.code), `country ${place.country.code}`);
  checkText(place.country.name);
  must(Math.abs(place.latitude) <= 90 && Math.abs(place.longitude) <= 180, place.country.name);
}
