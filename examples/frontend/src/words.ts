/** The interface's own words in five languages, and how each writes numbers and days. */

import de from "./words/de.json";
import en from "./words/en.json";
import fr from "./words/fr.json";
import nl from "./words/nl.json";
import pl from "./words/pl.json";

type Catalogue = typeof en;
type Plurals = { one: string; other: string; few?: string; many?: string };
type PluralKey = { [Key in keyof Catalogue]: Catalogue[Key] extends Plurals ? Key : never }[keyof Catalogue];
export type WordKey = Exclude<keyof Catalogue, PluralKey>;
type Values = Record<string, string | number>;

/** A catalogue with a word missing does not compile. */
const CATALOGUES: Record<string, Catalogue> = { en, nl, fr, de, pl };
const REGIONS: Record<string, string> = { en: "en-GB" };
const DAY = { day: "numeric", month: "long", year: "numeric" } as const;
const MONTH = { month: "long", year: "numeric" } as const;

export class Words {
  readonly locale: string;
  readonly #catalogue: Catalogue;
  readonly #tag: string;

  constructor(locale: string) {
    this.locale = locale;
    this.#catalogue = CATALOGUES[locale] ?? en;
    this.#tag = REGIONS[locale] ?? locale;
  }

  /** A word or sentence, with its values filled in. */
  say(key: WordKey, values: Values = {}): string {
    return fill(this.#catalogue[key], values);
  }

  /** A sentence with a number in it. */
  count(key: PluralKey, count: number, values: Values = {}): string {
    const forms: Plurals = this.#catalogue[key];
    const rule = new Intl.PluralRules(this.#tag).select(count);
    const form = rule === "few" || rule === "many" ? forms[rule] : rule === "one" ? forms.one : undefined;
    return fill(form ?? forms.other, { count: this.number(count), ...values });
  }

  /** All forms of a sentence with a number, for a script. */
  forms(key: PluralKey): Plurals {
    return this.#catalogue[key];
  }

  /** “in English”, for the code of a language. */
  inLanguage(code: string): string {
    const key = `in_${code}`;
    return key in this.#catalogue ? this.say(key as WordKey) : code;
  }

  /** The name of a language in this one, as it stands at the beginning of a sentence. */
  language(code: string): string {
    const name = new Intl.DisplayNames(this.#tag, { type: "language" }).of(code) ?? code;
    return name.charAt(0).toLocaleUpperCase(this.#tag) + name.slice(1);
  }

  /** What is said of a translation's origin, as a sentence. */
  provenance({ source_locale, method }: { source_locale: string; method: Method }): string {
    const key = `from_${source_locale}`;
    const from = key in this.#catalogue ? this.say(key as WordKey) : source_locale;
    const sentence = this.say(`translated_${method}`, { from_language: from });
    return sentence.charAt(0).toLocaleUpperCase(this.#tag) + sentence.slice(1);
  }

  number(value: number): string {
    return new Intl.NumberFormat(this.#tag).format(value);
  }

  /** A day of which only the month or the year may be known. */
  date(day: string | null, precision: "day" | "month" | "year"): string {
    if (day === null) return "";
    if (precision === "year") return day.slice(0, 4);
    const shape = precision === "month" ? MONTH : DAY;
    return new Intl.DateTimeFormat(this.#tag, { ...shape, timeZone: "UTC" }).format(new Date(day));
  }

  compare = (a: string, b: string): number => a.localeCompare(b, this.#tag);
}

type Method = "human" | "machine" | "machine_reviewed";

function fill(words: string, values: Values): string {
  return words.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
