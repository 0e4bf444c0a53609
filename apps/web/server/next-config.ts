import { readFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'

const filesSchema = z.object({ config: z.record(z.string(), z.unknown()) })

/** Next's configuration as its build wrote it down. */
export function readBuiltConfig(dir: string): string {
  const file = path.join(dir, '.next/required-server-files.json')
  return JSON.stringify(filesSchema.parse(JSON.parse(readFileSync(file, 'utf8'))).config)
}
