import { BerthError, newId } from '@berth/core'
import type { Db, Prisma } from '@berth/db'
import type { MirrorSummary, MirrorsView } from '@berth/protocol'
import { auditMirror } from './audit-mirror.ts'
import { checkMirrorInput, checkPrefix, type MirrorInput } from './mirror-input.ts'
import { readMirrorSettings, writeMirrorSettings } from './mirror-settings.ts'
import { mirrorViews } from './mirror-views.ts'

/** Which administrator does it. */
type By = { readonly label: string; readonly ip: string | null }

/** What is asked of control, which has the keys and goes out. */
export type MirrorPort = {
  /** Sealed for that context and no other. */
  seal(context: string, password: string): Promise<string>
  /** Errors: mirror.not_found, mirror.upstream_*. */
  test(prefix: string): Promise<{ readonly ms: number }>
}

/** What administrators do with mirrors, and what everybody sees of them. Who may ask is decided before. */
export type MirrorAdmin = {
  /** Those that are switched on, by prefix. */
  summaries(): Promise<MirrorSummary[]>
  list(): Promise<MirrorsView>
  /** Errors: mirror.exists, input.invalid. */
  add(by: By, prefix: string, input: MirrorInput): Promise<void>
  /** Errors: mirror.not_found, input.invalid, also when a password would go elsewhere than it was given for. */
  change(by: By, prefix: string, input: MirrorInput): Promise<void>
  /** All that was fetched through it goes too. Errors: mirror.not_found, mirror.in_use. */
  remove(by: By, prefix: string): Promise<void>
  test(prefix: string): Promise<{ readonly ms: number }>
  setAnonymous(by: By, anonymous: boolean): Promise<void>
}

export function createMirrorAdmin({ db, control }: { db: Db; control: MirrorPort }): MirrorAdmin {
  return {
    summaries: async () =>
      db.upstream.findMany({
        where: { enabled: true },
        orderBy: { prefix: 'asc' },
        select: { prefix: true, namespaces: true },
      }),
    list: async () => ({ mirrors: await mirrorViews(db), ...(await readMirrorSettings(db)) }),
    add: async (by, text, input) => {
      const [prefix, id] = [checkPrefix(text), newId('upstream')]
      const data = { id, prefix, ...(await columns(control, id, input)) }
      const { count } = await db.upstream.createMany({ data: [data], skipDuplicates: true })
      if (count === 0)
        throw new BerthError('mirror.exists', `there is a mirror ${prefix} already: choose another prefix`)
      await auditMirror(db, by, 'mirror.added', prefix, { url: data.url })
    },
    change: async (by, prefix, input) => {
      const before = await find(db, prefix)
      const { id } = before
      const data = await columns(control, id, input)
      if (input.password === undefined && before.password !== null) refuseStrangePassword(before, data)
      await db.upstream.update({ where: { id }, data: { ...data, updatedAt: new Date() } })
      await auditMirror(db, by, 'mirror.changed', prefix, { url: data.url })
    },
    remove: async (by, prefix) => {
      const { id } = await find(db, prefix)
      await refuseUsed(db, prefix)
      await db.upstream.delete({ where: { id } })
      await auditMirror(db, by, 'mirror.removed', prefix, {})
    },
    test: (prefix) => control.test(prefix),
    setAnonymous: async (by, anonymous) => {
      await writeMirrorSettings(db, { anonymous })
      await auditMirror(db, by, anonymous ? 'mirror.opened' : 'mirror.closed', 'mirror', {})
    },
  }
}

/** The password of one user and host is not sent for another without being typed again. */
function refuseStrangePassword(
  before: { readonly url: string; readonly username: string | null },
  after: { readonly url: string; readonly username?: string | null },
): void {
  if (after.username === null || (before.url === after.url && before.username === after.username)) return
  throw new BerthError('input.invalid', 'the password is to be typed again for another address or user', {
    details: { field: 'password' },
  })
}

async function columns(control: MirrorPort, id: string, given: MirrorInput) {
  const { password, maxBytes, ...input } = checkMirrorInput(given)
  const data: Omit<Prisma.UpstreamUncheckedCreateInput, 'id' | 'prefix'> = {
    ...input,
    namespaces: [...input.namespaces],
    realms: [...input.realms],
    maxBytes: BigInt(maxBytes),
  }
  if (input.username === null) data.password = null
  else if (password !== undefined)
    data.password = new Uint8Array(Buffer.from(await control.seal(id, password)))
  return data
}

async function find(db: Db, prefix: string) {
  const row = await db.upstream.findUnique({ where: { prefix } })
  if (row) return row
  throw new BerthError('mirror.not_found', `there is no mirror ${prefix}`)
}

/** An app whose image went could not be started again. */
async function refuseUsed(db: Db, prefix: string): Promise<void> {
  const release = { repository: { startsWith: `mirror/${prefix}/` }, givenUpAt: null }
  const apps = await db.app.count({ where: { deletedAt: null, releases: { some: release } } })
  if (apps === 0) return
  throw new BerthError(
    'mirror.in_use',
    `releases of ${apps} apps run images of mirror ${prefix}: switch the mirror off instead, or destroy them first`,
    { details: { mirror: prefix, apps } },
  )
}
