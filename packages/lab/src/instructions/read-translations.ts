import { LANGUAGE } from '../fields/translations-field.ts'
import type { LabText } from '../lab-schema.ts'
import type { LabTranslation } from '../spec/lab-spec.ts'
import type { PageParts } from './page-parts.ts'
import { pagePaths, readPage } from './read-pages.ts'

const MOST_LANGUAGES = 8

/** What lab.yml and files like `1.zh-CN.md`, beside `1.md`, say in other languages. */
export function readTranslations(lab: LabText, parts: PageParts): Record<string, LabTranslation> {
  const paths = pagePaths(lab.instructions, parts.files)
  const said = lab.translations ?? {}
  const languages = [...new Set([...Object.keys(said), ...languagesOf(paths, parts)])].toSorted()
  return Object.fromEntries(
    languages.slice(0, MOST_LANGUAGES).map((language) => {
      const { title = null, description = null, checks = {} } = said[language] ?? {}
      for (const name of Object.keys(checks)) {
        if (parts.checks.some((check) => check.name === name)) continue
        parts.report.wrong(['translations', language, 'checks', name], 'there is no such check')
      }
      const own = parts.checks.map((check) => ({ ...check, title: checks[check.name] ?? check.title }))
      const pages = paths.map((path) => {
        const other = pathIn(path, language)
        const text = Object.hasOwn(parts.files, other) ? parts.files[other] : undefined
        return text === undefined ? null : readPage(other, text, { ...parts, checks: own })
      })
      return [language, { title, description, checks, pages }]
    }),
  )
}

function languagesOf(paths: readonly string[], { files }: PageParts): string[] {
  return paths.flatMap((path) => {
    const start = path.replace(/md$/, '')
    return Object.keys(files)
      .filter((other) => other.startsWith(start) && other.endsWith('.md'))
      .map((other) => other.slice(start.length, -'.md'.length))
      .filter((language) => LANGUAGE.test(language))
  })
}

function pathIn(path: string, language: string): string {
  return path.replace(/\.md$/, `.${language}.md`)
}
