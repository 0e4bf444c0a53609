import { readFile } from 'node:fs/promises'
import { buffer } from 'node:stream/consumers'
import { UsageError } from '../arguments/usage-error.ts'
import { say } from '../output.ts'
import { askLine } from '../terminal/ask-line.ts'

export type NamedValue = { readonly name: string; readonly value: string }

/**
 * The value of a secret: from a file, from standard input, asked for without an echo, or, with a warning, typed behind
 * the name. Errors: UsageError, for bytes that are no text, and for none where `NAME=` does not say that none is meant.
 */
export async function readValue(word: string, file: string | undefined): Promise<NamedValue> {
  const given = await valueOf(word, file)
  if (given.value !== '' || word.includes('=')) return given
  throw new UsageError(`no value of ${word} came: pipe it in or say --file; ${word}= sets an empty one`)
}

async function valueOf(word: string, file: string | undefined): Promise<NamedValue> {
  const at = word.indexOf('=')
  if (at > 0) {
    if (file !== undefined) throw new UsageError(`--file gives the value: leave ${word.slice(at)} away`)
    const value = word.slice(at + 1)
    if (value !== '') say(TYPED)
    return { name: word.slice(0, at), value }
  }
  if (file !== undefined && file !== '-') return { name: word, value: asText(await readFile(file), file) }
  if (file === undefined && process.stdin.isTTY) {
    return { name: word, value: await askLine(`value of ${word}: `, { hidden: true, orElse: 'pipe it in' }) }
  }
  const value = asText(await buffer(process.stdin), 'standard input')
  // what echo adds is not meant; a file keeps its last line's end
  return { name: word, value: file === '-' ? value : value.replace(/\r?\n$/, '') }
}

const TYPED =
  'berth: a value that is typed stays in the history of the shell: leave it away, and you are asked for it'

function asText(bytes: Uint8Array, where: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    throw new UsageError(`${where} is no UTF-8 text: write it as base64`)
  }
}
