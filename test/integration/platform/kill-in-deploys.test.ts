import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { instances } from '../../support/deploy.ts'
import { eventually } from '../../support/eventually.ts'
import { holdPoint } from '../../support/hold-point.ts'
import { killOneByOne, mortalProcess } from '../../support/mortal-process.ts'
import type { TestPlatform } from '../../support/platform.ts'
import { type PlatformDatabase, platformDatabase } from '../../support/platform-database.ts'
import { letYearPass, nothingMore, type Remains, remainsOf } from '../../support/remains.ts'
import { mortalPlatform } from '../../support/shared-platform.ts'
import { askSlowly } from '../../support/slow-site.ts'
import { type RequestLoop, requestLoop } from './request-loop.ts'

const APP = 'mortal'
/** each process takes seconds to be back, and a busy machine many */
const SLOWEST = 400_000

type Deploy = {
  readonly state: string
  readonly reason: string | null
  readonly steps: Readonly<Record<string, { state: string } | undefined>>
  readonly ended: boolean
  readonly number: number
}

let platform: TestPlatform
let database: PlatformDatabase
let before: Remains
let folder: string
let url: string
let loop: RequestLoop | undefined

beforeAll(async () => {
  platform = await mortalPlatform()
  database = await platformDatabase(platform)
  folder = await mkdtemp(path.join(tmpdir(), 'berth-mortal-'))
  await source('RUN true')
  before = await remainsOf(platform, database)
  const flags = ['--port', '8080', '--cpu', '0.2', '--memory', '64M', '--health-start-period', '9m']
  const deployed = await platform.json<{ url: string }>([
    ...['deploy', APP, '--source', folder, '--env', 'BEFORE=true', ...flags, '--wait'],
  ])
  url = deployed.url
  loop = requestLoop(url)
})
// who was killed may have a successor that is not at work yet
beforeEach(async () => {
  const works = async () => (await platform.run(['exec', APP, '--', 'true'])).code === 0
  await eventually(works, { withinMs: 100_000, what: 'a command in the app' })
}, SLOWEST)
afterAll(async () => {
  await loop?.stop()
  await platform?.run(['destroy', APP, '--yes']) // it is gone already, unless something failed
  await database?.close()
  await rm(folder, { recursive: true, force: true })
})

/** A site whose slow page, and whose start, stand where the environment says. */
function source(step: string): Promise<void> {
  const slow = '#!/bin/sh\\necho "Content-Type: text/plain"; echo\\necho began; $DURING; echo ended\\n'
  const lines = [
    'FROM busybox',
    step,
    `RUN mkdir -p /srv/cgi-bin && echo here > /srv/index.html && printf '${slow}' > /srv/cgi-bin/slow`,
    'RUN chmod +x /srv/cgi-bin/slow',
    'CMD ["sh", "-c", "$BEFORE; exec httpd -f -p 8080 -h /srv"]',
  ]
  return writeFile(path.join(folder, 'Dockerfile'), `${lines.join('\n')}\n`)
}

async function newest(): Promise<Deploy> {
  const [deploy] = await database.ask<Deploy>(
    `SELECT d.state, d.reason, d.steps, d."endedAt" IS NOT NULL AS ended, r.number FROM "Deploy" d
     JOIN "Release" r ON r.id = d."releaseId" JOIN "App" a ON a.id = d."appId"
     WHERE a.name = $1 AND a."deletedAt" IS NULL ORDER BY d.fence DESC LIMIT 1`,
    [APP],
  )
  if (!deploy) throw new Error('there is no deploy')
  return deploy
}

/** The newest deploy has come live, and what it took the place of is gone. */
async function isLive(release: number): Promise<void> {
  const ended = async () => {
    const deploy = await newest()
    return deploy.number === release && deploy.ended
  }
  await eventually(ended, { withinMs: 200_000, what: `the end of the deploy of release ${release}` })
  expect(await newest()).toMatchObject({ state: 'succeeded', reason: null })
  const seen = async () => (await instances(platform, APP)).map((one) => `${one.state} ${one.release}`).join()
  await eventually(async () => (await seen()) === `running ${release}`, {
    withinMs: 100_000,
    what: 'one instance',
  })
}

test(
  'a build goes on when agent and then control are killed in its middle, and what it made comes live',
  async () => {
    const hold = holdPoint()
    await source(`RUN ${hold.command}; true`)
    const { build } = await platform.json<{ build: string }>(['deploy', APP, '--source', folder])
    const first = await hold.reached()
    await killOneByOne(platform, ['agent'])
    await hold.reached({ but: [first] }) // what nobody waits for any more is ended, and begun anew
    expect(await hold.pids()).toHaveLength(1)
    await killOneByOne(platform, ['control'])
    await hold.release()
    const ended = async () => {
      await hold.release() // had it been given back meanwhile, it stands there again
      const [row] = await database.ask<{ state: string }>('SELECT state FROM "Build" WHERE id = $1', [build])
      return row?.state === 'succeeded'
    }
    await eventually(ended, { withinMs: 200_000, what: 'the end of the build' })
    await isLive(2)
  },
  SLOWEST,
)

test(
  'a rollout goes on when agent and then control are killed while the new instance starts',
  async () => {
    const hold = holdPoint()
    await platform.json(['env', APP, 'set', `BEFORE=${hold.command}`])
    const started = await hold.reached()
    await killOneByOne(platform, ['agent', 'control'])
    expect(await hold.pids()).toEqual([started])
    expect((await newest()).ended).toBe(false)
    await hold.release()
    await isLive(3)
  },
  SLOWEST,
)

test(
  'what drains finishes its answers, and goes, when agent and control are killed meanwhile',
  async () => {
    const during = holdPoint()
    await platform.json(['env', APP, 'set', 'BEFORE=true', `DURING=${during.command}`, '--wait'])
    await isLive(4)
    const mortals = [await mortalProcess(platform, 'agent'), await mortalProcess(platform, 'control')]
    const { rest } = await askSlowly(url)
    await during.reached()
    await platform.json(['env', APP, 'set', 'DURING=true'])
    await eventually(async () => (await newest()).steps['drain']?.state === 'running', {
      withinMs: 100_000,
      what: 'the drain',
    })
    for (const mortal of mortals) mortal.kill()
    await during.release()
    expect(await rest).toBe('began\nended\n')
    for (const mortal of mortals) await mortal.back()
    await isLive(5)
  },
  SLOWEST,
)

test('of all who asked meanwhile nobody met a fault', async () => {
  const met = await loop?.stop()
  expect(met?.failures).toEqual([])
  expect(met?.asked).toBeGreaterThan(0)
})

test('destroyed after all of that, the app leaves nothing on the machine, in the database and in storage', async () => {
  expect(await platform.run(['destroy', APP, '--yes'])).toMatchObject({ code: 0 })
  expect(await platform.run(['images', 'delete', APP, '--yes'])).toMatchObject({ code: 0 })
  await letYearPass(platform, database)
  await nothingMore(before, () => remainsOf(platform, database))
})
