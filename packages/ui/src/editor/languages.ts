import { LanguageSupport, type StreamParser, StreamLanguage } from '@codemirror/language'
import type { Extension } from '@codemirror/state'

/** Language → the parser that colours it; each loads when a text of it is first shown. */
const LANGUAGES: Readonly<Record<string, () => Promise<StreamParser<unknown>>>> = {
  c: () => import('@codemirror/legacy-modes/mode/clike').then(({ c }) => c),
  cpp: () => import('@codemirror/legacy-modes/mode/clike').then(({ cpp }) => cpp),
  css: () => import('@codemirror/legacy-modes/mode/css').then(({ css }) => css),
  dockerfile: () => import('@codemirror/legacy-modes/mode/dockerfile').then(({ dockerFile }) => dockerFile),
  go: () => import('@codemirror/legacy-modes/mode/go').then(({ go }) => go),
  html: () => import('@codemirror/legacy-modes/mode/xml').then(({ html }) => html),
  java: () => import('@codemirror/legacy-modes/mode/clike').then(({ java }) => java),
  javascript: () => import('@codemirror/legacy-modes/mode/javascript').then(({ javascript }) => javascript),
  json: () => import('@codemirror/legacy-modes/mode/javascript').then(({ json }) => json),
  python: () => import('@codemirror/legacy-modes/mode/python').then(({ python }) => python),
  ruby: () => import('@codemirror/legacy-modes/mode/ruby').then(({ ruby }) => ruby),
  rust: () => import('@codemirror/legacy-modes/mode/rust').then(({ rust }) => rust),
  shell: () => import('@codemirror/legacy-modes/mode/shell').then(({ shell }) => shell),
  sql: () => import('@codemirror/legacy-modes/mode/sql').then(({ standardSQL }) => standardSQL),
  toml: () => import('@codemirror/legacy-modes/mode/toml').then(({ toml }) => toml),
  typescript: () => import('@codemirror/legacy-modes/mode/javascript').then(({ typescript }) => typescript),
  xml: () => import('@codemirror/legacy-modes/mode/xml').then(({ xml }) => xml),
  yaml: () => import('@codemirror/legacy-modes/mode/yaml').then(({ yaml }) => yaml),
}

/** Nothing, for a language that nobody knows. */
export async function loadLanguage(name: string | undefined): Promise<Extension> {
  const load = name === undefined || !Object.hasOwn(LANGUAGES, name) ? undefined : LANGUAGES[name]
  return load ? new LanguageSupport(StreamLanguage.define(await load())) : []
}
