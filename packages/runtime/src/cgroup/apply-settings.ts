import { constants } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { isMissing } from './files.ts'
import type { Setting } from './settings.ts'

/** Writes settings in their order. */
export async function applySettings(settings: readonly Setting[]): Promise<void> {
  for (const { file, value, optional, while: condition } of settings) {
    if (condition && (await readFile(condition.file, 'utf8')).trim() !== condition.says) continue
    try {
      await writeFile(file, value, { flag: constants.O_WRONLY })
    } catch (error) {
      if (!optional || !isMissing(error)) throw error
    }
  }
}
