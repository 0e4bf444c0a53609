import { z } from 'zod'
import { durationField } from './duration-field.ts'
import { filePath, labelField } from './text.ts'

/** As the node takes it. */
export const MOST_SCRIPT = 64 * 1024

/** Longer than this nobody waits for a click, and a node for a script. */
const scriptTimeout = durationField('1s', '10m').describe('how long it may take')

const text = z.string().min(1).max(MOST_SCRIPT)

/** What a script has beside its text, which is a file of the lab or stands in its place. */
export const scriptParts = {
  file: filePath.describe('a file of the lab').optional(),
  run: text.describe('the script itself').optional(),
  container: labelField.describe('where it runs; the first').optional(),
  timeout: scriptTimeout.optional(),
}

export const scriptField = z.union([
  filePath.describe('a file of the lab, run by /bin/sh as root'),
  z.strictObject(scriptParts).refine(isOne, { message: 'say file or run, one of them', path: ['file'] }),
])

export type ScriptWish = z.output<typeof scriptField>

export function isOne({ file, run }: { file?: string | undefined; run?: string | undefined }): boolean {
  return (file === undefined) !== (run === undefined)
}
