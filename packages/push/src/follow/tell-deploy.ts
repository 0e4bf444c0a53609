import { setTimeout as delay } from 'node:timers/promises'
import { DEPLOY_STEPS } from '@berth/core'
import type { Db, Deploy } from '@berth/db'
import { z } from 'zod'
import { plainText } from './plain-lines.ts'

const ASK_MS = 300
const INDENT = '       '

const stepsSchema = z.record(z.string(), z.object({ state: z.string(), message: z.string().nullable() }))

/** Tells the steps of a deploy until it has ended, whichever way. */
export async function tellDeploy(
  { db, say }: { readonly db: Db; readonly say: (text: string) => void },
  id: string,
): Promise<Deploy | null> {
  const told = new Set<string>()
  for (;;) {
    const deploy = await db.deploy.findUnique({ where: { id } })
    if (deploy === null) return null
    for (const line of newLines(deploy, told)) say(`${INDENT}${plainText(line)}\n`)
    if (!ACTIVE.includes(deploy.state)) return deploy
    await delay(ASK_MS)
  }
}

const ACTIVE = ['queued', 'running']

/** Each step once when it begins, and what it has to say once. */
function newLines({ steps }: Deploy, told: Set<string>): string[] {
  const known = stepsSchema.safeParse(steps)
  if (!known.success) return []
  return DEPLOY_STEPS.flatMap((step) => {
    const record = known.data[step]
    if (record === undefined) return []
    const { state, message } = record
    const line = message === null ? step : `${step}: ${message}`
    if (state === 'skipped' || told.has(step === line ? step : line)) return []
    told.add(step)
    told.add(line)
    return [line]
  })
}
