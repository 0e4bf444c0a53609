import { readFile } from 'node:fs/promises'
import { text } from 'node:stream/consumers'
import { UsageError } from '../arguments/usage-error.ts'
import { printJson, printResult, say } from '../output.ts'
import { openSession, type SessionOptions } from '../session/session.ts'
import { formatTable } from '../terminal/table.ts'
import { sayWhen } from '../terminal/when.ts'

export async function listKeys(options: SessionOptions): Promise<void> {
  const session = await openSession(options)
  const list = await session.api.keys.list.query({ tenant: await session.tenant() })
  if (options.json) return printJson(list)
  printResult(
    formatTable([
      ['ID', 'NAME', 'OF', 'FINGERPRINT', 'ADDED BY', 'LAST USED'],
      ...list.map((key) => [
        key.id,
        key.name,
        key.kind === 'machine' ? 'a machine' : 'a person',
        key.fingerprint,
        key.by,
        key.lastUsedAt ? sayWhen(key.lastUsedAt) : 'never',
      ]),
    ]),
  )
}

export async function addKey(
  name: string,
  file: string,
  options: SessionOptions & { readonly machine?: boolean },
): Promise<void> {
  const publicKey = await readKey(file)
  const session = await openSession(options)
  const tenant = await session.tenant()
  const key = await session.api.keys.add.mutate({
    tenant,
    name,
    publicKey,
    machine: options.machine ?? false,
  })
  if (options.json) return printJson(key)
  say(`key ${key.id} (${key.fingerprint}) may push to the apps of ${tenant}`)
}

export async function removeKey(id: string, options: SessionOptions): Promise<void> {
  const session = await openSession(options)
  await session.api.keys.remove.mutate({ tenant: await session.tenant(), id })
  if (options.json) return printJson({ id, state: 'removed' })
  say(`key ${id} is removed`)
}

async function readKey(file: string): Promise<string> {
  if (file === '-') return text(process.stdin)
  try {
    return await readFile(file, 'utf8')
  } catch {
    throw new UsageError(`${file} cannot be read: name the file of a public key, as ~/.ssh/id_ed25519.pub`)
  }
}
