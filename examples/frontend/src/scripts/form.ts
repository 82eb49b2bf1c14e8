/** Send a form to the Content API; say at each field what is wrong with it. */

import type { Schemas } from "../api/client.ts";

type Problem = Schemas["Problem"];
type Token = Schemas["Token"] & { readyAt: number };

interface Said {
  failed: string;
  tooOften: string;
}

/** How long a token is held back, at least and at most, however wrong the visitor's clock is. */
const SHORTEST_WAIT = 4_000;
const LONGEST_WAIT = 10_000;

const form = document.querySelector<HTMLFormElement>("form[data-submissions]");
if (form) begin(form);

function begin(form: HTMLFormElement): void {
  const said = JSON.parse(form.dataset.words ?? "{}") as Said;
  const button = find<HTMLButtonElement>(form, "button.button");
  const label = button.textContent ?? "";
  const sendTo = form.dataset.submissions ?? "";
  let token = newToken(form);
  // One key for what is written, so that what is sent twice comes in once.
  let key = crypto.randomUUID();

  choose(form, new URLSearchParams(location.search));
  form.addEventListener("input", () => (key = crypto.randomUUID()));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (button.getAttribute("aria-disabled") !== "true") void send();
  });

  const send = async () => {
    button.setAttribute("aria-disabled", "true");
    button.textContent = button.dataset.sending ?? label;
    try {
      await deliver(true);
    } catch {
      complain(form, [{ loc: [], msg: said.failed }]);
    } finally {
      button.removeAttribute("aria-disabled");
      button.textContent = label;
    }
  };

  const deliver = async (mayRepeat: boolean): Promise<void> => {
    // A token that could not be had is asked for again.
    const { token: value, readyAt } = await token.catch(() => (token = newToken(form)));
    await pause(readyAt - performance.now());
    const response = await fetch(sendTo, {
      method: "POST",
      headers: { "Idempotency-Key": key, ...(isMultipart(form) ? {} : { "Content-Type": "application/json" }) },
      body: isMultipart(form) ? asParts(form, value) : JSON.stringify(asObject(form, value)),
    });
    if (response.status === 201) return thank(form, (await response.json()) as Schemas["Submission"]);
    if (response.status === 429) return complain(form, [{ loc: [], msg: said.tooOften }]);
    if (response.status !== 422) throw new Error(String(response.status));
    const { errors } = (await response.json()) as Problem;
    if (errors.some(({ loc }) => loc[1] === "token")) {
      token = newToken(form);
      if (mayRepeat && errors.length === 1) return deliver(false);
    }
    complain(form, errors);
  };
}

async function newToken(form: HTMLFormElement): Promise<Token> {
  const response = await fetch(form.dataset.tokens ?? "", { method: "POST" });
  if (!response.ok) throw new Error(String(response.status));
  const token = (await response.json()) as Schemas["Token"];
  const wait = Date.parse(token.not_before) - Date.now();
  const held = Math.min(Math.max(wait, SHORTEST_WAIT), LONGEST_WAIT);
  return { ...token, readyAt: performance.now() + held };
}

/** Choose what the address says, such as the town that somebody comes from. */
function choose(form: HTMLFormElement, wanted: URLSearchParams): void {
  for (const [name, value] of wanted) {
    const field = form.elements.namedItem(name);
    if (!(field instanceof HTMLSelectElement)) continue;
    if ([...field.options].some((option) => option.value === value)) field.value = value;
  }
}

function isMultipart(form: HTMLFormElement): boolean {
  return form.querySelector("input[type=file]") !== null;
}

function asParts(form: HTMLFormElement, token: string): FormData {
  const parts = new FormData();
  for (const [name, value] of new FormData(form)) {
    if (value instanceof File ? value.size > 0 : value !== "") {
      parts.append(name, value === "on" ? "true" : value);
    }
  }
  parts.set("token", token);
  return parts;
}

/** What is filled in, as JSON; nothing of fields that are empty. */
function asObject(form: HTMLFormElement, token: string): Record<string, unknown> {
  const data: Record<string, unknown> = { token };
  for (const field of form.querySelectorAll<HTMLInputElement>("[name]")) {
    const { name, value, type } = field;
    if (field.dataset.many !== undefined) {
      if (field.checked) data[name] = [...((data[name] as string[] | undefined) ?? []), value];
    } else if (type === "radio") {
      if (field.checked) data[name] = value;
    } else if (type === "checkbox") {
      if (field.checked) data[name] = true;
    } else if (field instanceof HTMLSelectElement && field.multiple) {
      data[name] = [...field.selectedOptions].map((option) => option.value);
    } else if (value !== "") {
      data[name] = type === "number" ? Number(value) : value;
    }
  }
  return data;
}

/** Errors at their fields, and a list of them that leads there. */
function complain(form: HTMLFormElement, errors: Problem["errors"]): void {
  const faults = find(form, ".form__faults");
  const list = find(faults, "ul");
  list.replaceChildren();
  for (const shown of form.querySelectorAll<HTMLElement>(".form__error")) shown.hidden = true;
  for (const field of form.querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid");
  for (const { loc, msg } of errors) list.append(complaint(form, String(loc[1] ?? ""), msg));
  faults.hidden = false;
  faults.focus();
}

function complaint(form: HTMLFormElement, name: string, words: string): HTMLLIElement {
  const item = document.createElement("li");
  const box = form.querySelector(`[data-field="${CSS.escape(name)}"]`);
  if (!box) {
    item.textContent = words;
    return item;
  }
  const error = find(box, ".form__error");
  error.textContent = words;
  error.hidden = false;
  const field = form.querySelector<HTMLElement>(`#field-${CSS.escape(name)}`);
  if (field && field.tagName !== "FIELDSET") field.setAttribute("aria-invalid", "true");
  const link = document.createElement("a");
  link.href = `#field-${name}`;
  const label = box.querySelector("legend, label")?.firstChild?.textContent?.trim();
  link.textContent = label ? `${label} – ${words}` : words;
  link.addEventListener("click", (event) => {
    event.preventDefault();
    field?.focus();
  });
  item.append(link);
  return item;
}

function thank(form: HTMLFormElement, { reference, status_path }: Schemas["Submission"]): void {
  const thanks = find(document, ".form__thanks");
  find(thanks, ".form__reference").textContent = reference;
  const status = find<HTMLAnchorElement>(thanks, "[data-status]");
  if (status_path && status.parentElement) {
    status.href = `${status.dataset.cms}${status_path}`;
    status.parentElement.hidden = false;
  }
  form.hidden = true;
  thanks.hidden = false;
  thanks.focus();
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, milliseconds)));
}

function find<Kind extends HTMLElement>(within: ParentNode, selector: string): Kind {
  const found = within.querySelector<Kind>(selector);
  if (!found) throw new Error(`There is no ${selector}`);
  return found;
}
