import type { DoorSettingsView } from '@berth/protocol'
import { UsageError } from '../arguments/usage-error.ts'
import { printJson, say } from '../output.ts'
import { openSession, type SessionOptions } from '../session/session.ts'

/** `maintenance APP`, `maintenance APP on`, `maintenance APP off`. */
export async function maintenance(
  app: string,
  word: string | undefined,
  options: SessionOptions & { readonly message: string; readonly allow?: readonly string[] },
): Promise<void> {
  if (word !== undefined && word !== 'on' && word !== 'off')
    throw new UsageError(`maintenance cannot "${word}": berth maintenance ${app} [on|off]`)
  const session = await openSession(options)
  const at = { tenant: await session.tenant(), app }
  const wish = { message: options.message, allow: [...(options.allow ?? [])] }
  const after =
    word === undefined
      ? await session.api.door.get.query(at)
      : await session.api.door.setMaintenance.mutate({ ...at, maintenance: word === 'on' ? wish : null })
  if (options.json) return printJson({ maintenance: after.maintenance })
  say(describe(app, after.maintenance))
}

function describe(app: string, maintenance: DoorSettingsView['maintenance']): string {
  if (maintenance === null) return `visitors of ${app} meet the app`
  const { message, allow, by, since } = maintenance
  const but = allow.length > 0 ? `, but for those from ${allow.join(', ')}` : ''
  return `visitors of ${app} read "${message}"${but} (by ${by}, since ${since.toISOString()})`
}
