/// <reference types="astro/client" />

declare namespace App {
  /** What every page is rendered with. */
  interface Locals {
    view: import("./content/view.ts").View;
    api: import("./api/client.ts").ContentApi;
    /** The address of the CMS, as browsers reach it. */
    cms: string;
  }
}
