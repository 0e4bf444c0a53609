import { newId, PORT_COOKIES, Secret } from '@berth/core'
import { createDb, type Db } from '@berth/db'
import { sandboxAccess, type SandboxWatch, watchSandboxes } from '@berth/sandbox'
import {
  createPortDoor,
  createPortedReader,
  createPortService,
  type PortDoor,
  type PortService,
  readPortLock,
} from '@berth/sandbox/door'
import { createTicketSigner, createTicketVerifier } from '@berth/vault'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { createPortPasses } from '../../../apps/control/src/sandboxes/port-passes.ts'
import { eventually } from '../../support/eventually.ts'
import {
  labContainer,
  labSpec,
  type Pupil,
  writeCourse,
  writeLab,
  writePupils,
} from '../../support/lab-fixture.ts'
import { startPostgres, type TestPostgres } from '../../support/postgres.ts'
import { type Answer, visit } from './visitor.ts'
import { type Fixture, portOf, startDoor } from './door-fixture.ts'

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 })

const URL_OF_PLATFORM = 'http://berth.test:7070'
const TWO_HOURS_MS = 2 * 3_600_000
const image = { repository: 'acme/shell', digest: `sha256:${'a'.repeat(64)}` }
const log = { debug: () => undefined, warn: () => undefined }

let door: Fixture
let postgres: TestPostgres
let db: Db
let portDoor: PortDoor
let watch: SandboxWatch
let service: PortService
/** how far the clock of who gives passes is behind */
let behindMs = 0
let sandboxId: string
let student: Pupil
let assistant: Pupil

beforeAll(async () => {
  postgres = await startPostgres()
  const url = await postgres.createDatabase()
  db = createDb({ url })
  door = await startDoor()
  const website = await door.serve((_, response) => void response.end('the website of a lab'))
  await writeRunning(portOf(website))
  const clock = { now: () => new Date(Date.now() - behindMs) }
  const secret = new Secret('k'.repeat(43))
  const addresses = { url: URL_OF_PLATFORM, appsDomain: 'apps.test' }
  const signer = createTicketSigner(secret)
  service = createPortService({
    ...{ db, addresses },
    sign: (ticket) => signer.sign({ act: 'sandbox-port', ...ticket }),
  })
  portDoor = createPortDoor({
    door: door.ingress,
    read: createPortedReader(db),
    appsDomain: 'apps.test',
    log,
  })
  watch = watchSandboxes({ url, onAny: () => portDoor.wake(), onError: () => undefined })
  const passes = createPortPasses({
    ...{ url: URL_OF_PLATFORM, tickets: createTicketVerifier(secret), clock, log },
    portOf: (host) => portDoor.portOf(host),
    lockOf: (port) => readPortLock(db, port),
  })
  await door.serve(passes, door.paths.controlSocket)
  await portDoor.apply([])
})

afterAll(async () => {
  await watch?.close()
  await portDoor?.close()
  await door?.close()
  await db?.$disconnect()
  await postgres?.stop()
})

/** A lab of a course whose one container answers at this port of the loopback. */
async function writeRunning(port: number): Promise<void> {
  const tenantId = newId('tenant')
  await db.tenant.create({ data: { id: tenantId, name: 'school' } })
  const ports = [{ name: 'web', port, open: false }]
  const spec = labSpec({ containers: [labContainer('shell', { ports })] })
  const { labId, versionId, appId } = await writeLab(db, { tenantId, image, spec })
  const { courseId, courseLabId } = await writeCourse(db, { tenantId, labId })
  const [mia] = await writePupils(db, { tenantId, courseId, count: 1 })
  const [ada] = await writePupils(db, { tenantId, courseId, count: 1, role: 'assistant' })
  if (!mia || !ada) throw new Error('somebody is missing')
  ;[student, assistant] = [mia, ada]
  sandboxId = newId('sandbox')
  const { userId, memberId } = mia
  await db.sandbox.create({
    data: {
      ...{ id: sandboxId, tenantId, labId, versionId, courseId, courseLabId, userId, memberId },
      ...{ state: 'running', wanted: 'running' },
    },
  })
  const node = await db.node.create({ data: { id: newId('node'), name: 'one' } })
  const release = await db.release.findFirstOrThrow({ where: { appId } })
  await db.container.create({
    data: {
      ...{ id: newId('container'), tenantId, appId, releaseId: release.id, nodeId: node.id, instance: 1 },
      ...{ process: 'shell', sandboxId, attempt: 1, observed: 'running', address: '127.0.0.1' },
    },
  })
}

/** What the platform's page of somebody is given, with their rights as they are at this moment. */
async function ticketOf({ userId, label }: Pupil, stay = false): Promise<URL> {
  const { sandbox } = await sandboxAccess(db, { userId, label }, sandboxId)
  return new URL((await service.enter({ sandbox, by: label }, { name: 'web', at: '/', stay })).url)
}

const follow = ({ host, pathname, search }: URL): Promise<Answer> =>
  visit(door.port, host, { path: `${pathname}${search}` })
const cookieOf = ({ headers }: Answer) =>
  headers['set-cookie']?.find((one) => one.startsWith(PORT_COOKIES.plain))?.split(';', 1)[0] ?? ''
const passOf = async (who: Pupil, stay = false) => cookieOf(await follow(await ticketOf(who, stay)))

async function visitWith(cookie: string): Promise<Answer> {
  const { host } = await ticketOf(student)
  return visit(door.port, host, { headers: { cookie } })
}

const letsIn = async (cookie: string) => (await visitWith(cookie)).body === 'the website of a lab'
/** The door is told of another lock a moment later. */
const willLetIn = (cookie: string) => eventually(() => letsIn(cookie), { what: 'a pass that is good' })
const willRefuse = (cookie: string) =>
  eventually(async () => (await visitWith(cookie)).status === 403, { what: 'a pass that has ended' })

test('who looks on for longer than a pass lasts has the next one before, and is shown nothing for it', async () => {
  behindMs = TWO_HOURS_MS - 20_000
  const first = await passOf(student)
  behindMs = 0
  const answer = await follow(await ticketOf(student, true))
  expect(answer).toMatchObject({ status: 204, body: '' })
  expect(answer.headers.location).toBeUndefined()
  expect(await letsIn(cookieOf(answer))).toBe(true)
  await willRefuse(first) // its time is over
  expect(await letsIn(cookieOf(answer))).toBe(true)
})

test('a pass and a ticket in the hands of who lost the right are nothing, and the owner goes on', async () => {
  const [hers, theirs] = [await passOf(student), await passOf(assistant)]
  expect([await letsIn(hers), await letsIn(theirs)]).toEqual([true, true])
  const unused = [await ticketOf(assistant), await ticketOf(assistant, true)]
  await db.courseMember.update({ where: { id: assistant.memberId }, data: { removedAt: new Date() } })
  for (const ticket of unused) expect(cookieOf(await follow(ticket))).toBe('')
  await expect(ticketOf(assistant)).rejects.toMatchObject({ code: 'sandbox.not_found' })
  await willRefuse(theirs)
  // the student's page hears of it, and asks again
  await willLetIn(await passOf(student, true))
  expect(await letsIn(theirs)).toBe(false)
})

test('a pass is one of its sandbox alone, and is good for nothing when that has ended', async () => {
  const [pass, unused] = [await passOf(student), await ticketOf(student, true)]
  await willLetIn(pass)
  await db.sandbox.update({
    where: { id: sandboxId },
    data: { wanted: 'ended', state: 'ended', endedAt: new Date() },
  })
  portDoor.wake() // as each event of a sandbox does
  await eventually(async () => (await visitWith(pass)).body.includes('This lab has ended'), {
    what: 'a door that knows of the end',
  })
  expect(cookieOf(await follow(unused))).toBe('')
  expect(await letsIn(pass)).toBe(false)
})
