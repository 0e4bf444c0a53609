import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { Plan } from '../plan/operation.ts'

type Env = Readonly<Record<string, string>>

const envSchema = z.record(z.string(), z.string())

/** In the run folder, which is in memory: what runs is there as long as that is. */
export function secretEnvPath(runDir: string, id: string): string {
  return join(runDir, `${id}.env`)
}

/** Keeps the secret part of an environment for sessions that are opened later, also by another process. */
export function secretEnvPlan(path: string, env: Env = {}): Plan {
  return Object.keys(env).length === 0
    ? [] // an earlier run's was removed with its end
    : [{ op: 'saveFile', path, data: JSON.stringify(env), mode: 0o600 }]
}

/** Empty when there is none. */
export async function readSecretEnv(path: string): Promise<Env> {
  try {
    return envSchema.parse(JSON.parse(await readFile(path, 'utf8')))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {}
    throw error
  }
}

export const removeSecretEnv = (path: string) => rm(path, { force: true })
