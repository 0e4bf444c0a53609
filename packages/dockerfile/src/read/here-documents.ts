import type { HereDocument } from '../ast/argument.ts'
import type { Place } from '../ast/place.ts'
import { refuse } from './refuse.ts'
import type { SourceLines } from './source-lines.ts'
import { splitQuotedWords, type Word } from './words.ts'

/** What `<<NAME` announces. */
export type Announcement = {
  readonly name: string
  readonly expands: boolean
  readonly chomp: boolean
  readonly at: number
}

/** The here-documents that the words of a line announce, in order. */
export function findAnnouncements(piece: Word): Announcement[] {
  if (!piece.text.includes('<<')) return []
  return splitQuotedWords(piece, '\\').flatMap((word) => parseAnnouncement(word) ?? [])
}

/** `<<NAME`, `3<<NAME`, `<<-NAME`, `<<"NAME"`; undefined for all other words. */
export function parseAnnouncement(word: Word): Announcement | undefined {
  const [, digits = '', dash, quoted = ''] = /^(\d*)<<(-?)([^<]+)$/.exec(word.text) ?? []
  if (quoted === '') return undefined
  const name = quoted.replace(/(["'])(.*?)\1|\\(.)/g, '$2$3')
  if (name === '' || /\s/.test(quoted)) return undefined
  return { name, expands: name === quoted, chomp: dash === '-', at: word.at + digits.length }
}

/** Takes the lines of one here-document, up to and with its delimiter. */
export function takeDocument(lines: SourceLines, announced: Announcement, place: Place): HereDocument {
  const { name, expands, chomp } = announced
  let content = ''
  while (!lines.atEnd()) {
    const text = lines.take()
    const chomped = chomp ? text.replace(/^\t+/, '') : text
    if (chomped === name) return { name, expands, chomp, content, place }
    content += `${text}\n`
  }
  throw refuse(place, `the here-document ${name} has no end: a line with ${name} alone`)
}

/** The text as it is used: without the tabs that lines begin with, when it was announced by `<<-`. */
export function documentText(document: HereDocument): string {
  return document.chomp ? document.content.replace(/^\t+/gm, '') : document.content
}
