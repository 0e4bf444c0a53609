import { setTimeout as sleep } from 'node:timers/promises'
import { createDb, type Db } from '../../../packages/db/src/index.ts'
import { runFolder } from '../../integration/platform/run-folder.ts'
import type { TestPlatform } from '../../support/platform.ts'
import { signIn } from '../../support/person.ts'
import { platformApi } from '../../support/platform-api.ts'
import type { Person } from './people.ts'

/** More than any class of the bench has. */
const MOST = 500
const LATE_MS = 300_000

const LAB = `title: Bench
containers:
  box:
    image: busybox
    limits: { cpu: 0.1, burst: 1, memory: 64M, pids: 64, disk: 64M }
home: { path: /root, size: 32M }
`

/** A platform with one lab, and who may look into its database. */
export type World = {
  readonly platform: TestPlatform
  readonly db: Db
  readonly tenantId: string
  readonly labId: string
  /** the administrator's, as a browser has it */
  readonly cookie: string
  /** who signed in already: they are in every class */
  readonly people: Person[]
  close(): Promise<void>
}

export async function openWorld(platform: TestPlatform): Promise<World> {
  const host = `${await runFolder(platform)}/pg`
  const db = createDb({ url: `postgresql://berth@localhost/berth?host=${host}`, poolSize: 4 })
  const { tenant, email, password } = platform.admin
  const { id: tenantId } = await db.tenant.update({ where: { name: tenant }, data: { sandboxes: MOST } })
  const cookie = await signIn(platform.url, email, password)
  const labId = await writeLab(platform)
  return { platform, db, tenantId, labId, cookie, people: [], close: () => db.$disconnect() }
}

async function writeLab(platform: TestPlatform): Promise<string> {
  const name = 'bench'
  const { tenant } = platform.admin
  const api = platformApi(platform, 'token')
  await api.call('labs.save', { tenant, name, files: { 'lab.yml': LAB } })
  const title = `choices-${Date.now()}`
  const { id: course } = await api.call<{ id: string }>('courses.create', { tenant, name: title, title })
  const choices = await api.ask<{ id: string; name: string }[]>('courses.labs.choices', { course })
  const lab = choices.find((one) => one.name === name)
  if (!lab) throw new Error('the lab of the bench was not saved')
  return lab.id
}

/** Looks until it is so. */
export async function until(what: string, isSo: () => Promise<boolean>, everyMs = 50): Promise<void> {
  const deadline = performance.now() + LATE_MS
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error(`it did not come to pass in time: ${what}`)
    await sleep(everyMs)
  }
}
