import type { UserActor } from '@berth/auth'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { secrets } from '../../../apps/cli/src/commands/secrets.ts'
import { tls } from '../../../apps/cli/src/commands/tls.ts'
import { addFullTenant, type FullTenant } from '../../support/full-tenant.ts'
import { addToken, addUser } from '../../support/people.ts'
import { startPostgres, type TestPostgres } from '../../support/postgres.ts'
import { startWeb, type TestWeb } from '../../support/web-server.ts'

let postgres: TestPostgres
let web: TestWeb
let admin: UserActor
let shop: FullTenant

beforeAll(async () => {
  postgres = await startPostgres()
  web = await startWeb({ databaseUrl: await postgres.createDatabase() })
  admin = await addUser(web.db, 'root@example.org', { isAdmin: true })
  shop = await addFullTenant(web, 'shop', admin)
  const scopes = ['tenant:read', 'app:read', 'platform:admin'] as const
  vi.stubEnv('BERTH_URL', web.url)
  vi.stubEnv('BERTH_TOKEN', (await addToken(web, shop.tenantId, admin, scopes)).token)
}, 120_000)

afterAll(async () => {
  vi.unstubAllEnvs()
  await web?.close()
  await postgres?.stop()
})

/** What a command says beside its result. */
async function said(command: () => Promise<void>): Promise<string> {
  const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  try {
    await command()
    return write.mock.calls.map(([text]) => String(text)).join('')
  } finally {
    write.mockRestore()
  }
}

test('berth tls remove takes nothing away before somebody has confirmed it', async () => {
  const host = '127.0.0.1'
  await web.db.ownHost.create({
    data: { host, source: 'own', chain: 'a chain', notAfter: new Date(2 ** 41) },
  })
  const chain = async () => (await web.db.ownHost.findUniqueOrThrow({ where: { host } })).chain
  await expect(tls('remove', {})).rejects.toThrow('confirm with --yes')
  expect(await chain()).toBe('a chain')
  await tls('remove', { yes: true, json: true })
  expect(await chain()).toBeNull()
})

test('berth secrets APP names what the app has of its project', async () => {
  const list = () => said(() => secrets(shop.app, [], { tenant: shop.tenant }))
  expect(await list()).toBe('')
  await web.db.release.updateMany({
    data: { sharedSecrets: { SMTP_KEY: { id: 'sct_x', version: 1, as: 'env' } } },
  })
  expect(await list()).toBe('and of project shop: SMTP_KEY (berth secrets --project shop)\n')
})
