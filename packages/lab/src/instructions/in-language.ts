import type { LabSpec } from '../spec/lab-spec.ts'
import type { Page } from '../spec/page.ts'

/** A lab as somebody of a language reads it; what is not translated is as its author wrote it first. */
export type LabWords = {
  readonly title: string
  readonly description: string
  /** title of each check, by its name */
  readonly checks: Readonly<Record<string, string>>
  /** `untranslated`: is there in another language than the reader's alone, as far as the lab says */
  readonly pages: readonly (Page & { readonly untranslated: boolean })[]
}

type Said = Pick<LabSpec, 'title' | 'description' | 'checks' | 'pages' | 'language' | 'translations'>

export function inLanguage(lab: Said, language: string): LabWords {
  const { title, description, checks, pages, translations = {} } = lab
  const own = chooseLanguage({ language: lab.language, translations }, language)
  const isForeign = own !== undefined || (lab.language !== undefined && !isSame(lab.language, language))
  return {
    title: own?.title ?? title,
    description: own?.description ?? description,
    checks: Object.fromEntries(checks.map((check) => [check.name, own?.checks[check.name] ?? check.title])),
    pages: pages.map((page, at) => {
      const translated = own?.pages[at]
      return translated ? { ...translated, untranslated: false } : { ...page, untranslated: isForeign }
    }),
  }
}

/** The very language, or else another way to write it; undefined: as the lab says it first. */
export function chooseLanguage<T>(
  lab: { readonly language: string | undefined; readonly translations: Readonly<Record<string, T>> },
  language: string,
): T | undefined {
  const { translations } = lab
  if (Object.hasOwn(translations, language)) return translations[language]
  if (isSame(lab.language, language)) return undefined
  const near = Object.keys(translations).find((one) => isSame(one, language))
  return near === undefined ? undefined : translations[near]
}

function isSame(one: string | undefined, other: string): boolean {
  return one?.split('-')[0] === other.split('-')[0]
}
