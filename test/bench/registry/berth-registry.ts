import path from 'node:path'
import { createTenant, hashPassword } from '../../../packages/auth/src/index.ts'
import { newId } from '../../../packages/core/src/index.ts'
import { createDb } from '../../../packages/db/src/index.ts'
import { startPostgres } from '../../support/postgres.ts'
import { startRegistryProcess } from '../../support/registry-process.ts'
import type { Contestant } from './contestants.ts'

const EMAIL = 'bench@berth.test'
const PASSWORD = 'correct horse battery staple'

/** In a process of its own, over files, with a Postgres that syncs what it commits. */
export async function startBerthRegistry(folder: string): Promise<Contestant & { stop(): Promise<void> }> {
  const postgres = await startPostgres(['fsync=on', 'shared_buffers=128MB'])
  const databaseUrl = await postgres.createDatabase()
  const db = createDb({ url: databaseUrl })
  const passwordHash = await hashPassword(PASSWORD, 'test')
  const user = await db.user.create({ data: { id: newId('user'), email: EMAIL, passwordHash } })
  await db.$transaction((tx) => createTenant(tx, { name: 'bench', ownerId: user.id }))
  await db.$disconnect()
  const registry = await startRegistryProcess({
    databaseUrl,
    store: { kind: 'files', root: path.join(folder, 'berth') },
    url: 'http://registry.test',
    key: 'k'.repeat(43),
    pepper: 'p'.repeat(43),
  })
  const repository = 'bench/image'
  return {
    name: 'berth',
    pid: registry.pid,
    url: registry.url,
    repository,
    authorization: () => login(registry.url, repository),
    stop: async () => {
      await registry.stop()
      await postgres.stop()
    },
  }
}

async function login(url: string, repository: string): Promise<string> {
  const query = new URLSearchParams({ service: 'registry.test', scope: `repository:${repository}:pull,push` })
  const basic = Buffer.from(`${EMAIL}:${PASSWORD}`).toString('base64')
  const answer = await fetch(`${url}/v2/token?${query}`, { headers: { authorization: `Basic ${basic}` } })
  const { token } = (await answer.json()) as { token: string }
  return `Bearer ${token}`
}
