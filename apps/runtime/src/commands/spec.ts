import { access, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { BerthError } from '@berth/core'
import { defaultConfig } from '@berth/runtime/command/default-config'
import { parseOptions } from '../options/parse-options.ts'
import type { Command } from '../session.ts'
import { SPEC_VERSION } from '../version.ts'

export const SPEC_OPTIONS = { bundle: ['text', 'b'], rootless: 'flag' } as const

export const spec: Command = async (_, argv) => {
  const { options } = parseOptions(SPEC_OPTIONS, argv, { interspersed: true })
  const file = join(options.bundle ?? '.', 'config.json')
  if (await exists(file)) throw new BerthError('input.invalid', `${file} is there already: remove it first`)
  const config = defaultConfig(SPEC_VERSION, options.rootless ? { uid: process.getuid?.() ?? 0 } : undefined)
  await writeFile(file, `${JSON.stringify(config, null, 2)}\n`, { mode: 0o666 })
  return 0
}

async function exists(file: string): Promise<boolean> {
  try {
    await access(file)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false
    throw error
  }
}
