import { readFile } from 'node:fs/promises'
import { UsageError } from '../arguments/usage-error.ts'

/** `['default=KEYFILE', 'other']` → what a build is started with; undefined when nothing is said. Error: UsageError. */
export async function readSshKeys(
  words: readonly string[] | undefined,
): Promise<{ ssh: Record<string, string | null> } | undefined> {
  if (words === undefined) return undefined
  const ssh: Record<string, string | null> = {}
  for (const word of words) {
    const [, id, file] = /^([\w.-]+)(?:=(.+))?$/.exec(word) ?? []
    if (id === undefined) throw new UsageError(`--ssh ${word}: write it as default=KEYFILE`)
    ssh[id] = file === undefined ? null : await readKey(file)
  }
  return { ssh }
}

async function readKey(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    throw new UsageError(
      `--ssh: ${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    )
  }
}
