import { LineCounter, parseDocument } from 'yaml'
import { type Manifest, manifestSchema } from '../manifest-schema.ts'
import { findIssue } from './find-issue.ts'
import { placeOf } from './place-of.ts'
import type { ReadManifest } from './problem.ts'

export const MANIFEST_FILE = 'berth.yml'

/** of a file that people write; what is longer is no berth.yml */
const MOST_CHARACTERS = 256 * 1024

/** Reads a berth.yml. What is wrong is told with its line; of several things, the first. Pure. */
export function readManifest(text: string): ReadManifest<Manifest> {
  const lines = new LineCounter()
  const wrong = (message: string, offset: number): ReadManifest<Manifest> => ({
    kind: 'wrong',
    problem: { file: MANIFEST_FILE, message, ...placeOf(text, lines, offset) },
  })
  if (text.length > MOST_CHARACTERS) return wrong('is longer than 256 KiB', 0)
  const document = parseDocument(text, { lineCounter: lines, stringKeys: true })
  const [error] = [...document.errors, ...document.warnings]
  if (error) return wrong(firstLine(error.message), error.pos[0])
  if (document.contents === null) return { kind: 'ok', value: {} }
  let value: unknown
  try {
    // names for parts are there to be used, not to fill the memory
    value = document.toJS({ maxAliasCount: 20 })
  } catch (cause) {
    return wrong(cause instanceof Error ? firstLine(cause.message) : 'cannot be read', 0)
  }
  const parsed = manifestSchema.safeParse(value)
  if (parsed.success) return { kind: 'ok', value: parsed.data }
  const { message, offset } = findIssue(document, parsed.error.issues)
  return wrong(message, offset)
}

function firstLine(message: string): string {
  return (message.split('\n')[0] ?? '').replace(/ at line \d+, column \d+:?$/, '')
}
