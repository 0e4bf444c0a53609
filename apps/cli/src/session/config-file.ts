import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { BerthError } from '@berth/core'
import { z } from 'zod'
import type { Env } from '../env.ts'
import { readIfThere } from '../platform/read-if-there.ts'
import { writeFileAtomic } from '../platform/write-file.ts'

const configSchema = z.object({ url: z.url(), token: z.string() })
type Config = z.infer<typeof configSchema>

/** What `login` saved, in the user's configuration folder (XDG base directory specification). */
export async function readConfig(env: Env): Promise<Config | undefined> {
  const file = configFile(env)
  const text = await readIfThere(file)
  if (text === undefined) return undefined
  try {
    return configSchema.parse(JSON.parse(text))
  } catch (cause) {
    throw new BerthError('config.invalid', `${file} is damaged: remove it and sign in again`, { cause })
  }
}

export async function writeConfig(env: Env, config: Config): Promise<string> {
  const file = configFile(env)
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 })
  await writeFileAtomic(file, `${JSON.stringify(config, null, 2)}\n`, { mode: 0o600 })
  return file
}

function configFile(env: Env): string {
  return path.join(env.XDG_CONFIG_HOME ?? path.join(env.HOME, '.config'), 'berth/config.json')
}
