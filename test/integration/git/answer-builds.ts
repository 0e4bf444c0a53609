import { setTimeout as delay } from 'node:timers/promises'
import { newId } from '@berth/core'
import type { Build, Db } from '@berth/db'
import type { BuildFailure } from '@berth/protocol'

export type BuildAnswer = {
  readonly output?: string
  readonly failure?: BuildFailure
  /** how the deploy of what was built ends */
  readonly deploy?: 'succeeded' | 'failed'
}

/** Writes what a node and the scheduler would: until it is stopped, each queued build is answered. */
export function answerBuilds(
  db: Db,
  answer: (build: Build) => BuildAnswer | Promise<BuildAnswer>,
): { stop(): Promise<void> } {
  let stopped = false
  const work = async () => {
    while (!stopped) {
      const build = await db.build.findFirst({ where: { state: 'queued' }, orderBy: { createdAt: 'asc' } })
      if (build) await answerOne(db, build, answer)
      else await delay(50)
    }
  }
  const done = work()
  return {
    stop: () => {
      stopped = true
      return done
    },
  }
}

async function answerOne(db: Db, build: Build, answer: (build: Build) => BuildAnswer | Promise<BuildAnswer>) {
  await db.build.update({ where: { id: build.id }, data: { state: 'running', startedAt: new Date() } })
  const { output, failure, deploy = 'succeeded' } = await answer(build)
  if (output !== undefined)
    await db.buildOutput.create({ data: { buildId: build.id, seq: 0, bytes: Buffer.from(output) } })
  const told = await db.build.findUnique({ where: { id: build.id } })
  if (!told) return
  if (told.cancelReason !== null) {
    const canceled = { kind: 'canceled', message: told.cancelReason }
    await db.build.update({
      where: { id: build.id },
      data: { state: 'canceled', failure: canceled, endedAt: new Date() },
    })
  } else if (failure) {
    await db.build.update({
      where: { id: build.id },
      data: { state: 'failed', failure, endedAt: new Date() },
    })
  } else {
    const digest = `sha256:${'d'.repeat(64)}`
    await db.build.update({
      where: { id: build.id },
      data: { state: 'succeeded', digest, endedAt: new Date() },
    })
    await deployOf(db, build, deploy)
  }
}

async function deployOf(db: Db, build: Build, state: 'succeeded' | 'failed'): Promise<void> {
  const { appId, tenantId } = build
  if (appId === null) return
  const number = (await db.release.count({ where: { appId } })) + 1
  const release = await db.release.create({
    data: {
      ...{ id: newId('release'), appId, number, image: 'x', repository: build.repository, digest: 'x' },
      ...{ buildId: build.id, kin: 'x' },
      ...{
        processes: {},
        env: {},
        cpu: 1,
        memory: 1n,
        pids: 1,
        disk: 1n,
        health: {},
        restart: {},
        createdBy: 'test',
      },
    },
  })
  const at = new Date().toISOString()
  const deploy = await db.deploy.create({
    data: {
      ...{
        id: newId('deploy'),
        tenantId,
        appId,
        releaseId: release.id,
        fence: number,
        state,
        createdBy: 'test',
      },
      reason: state === 'failed' ? 'it ended with code 1' : null,
      lastLines: state === 'failed' ? ['Error: no such module'] : [],
      steps: { start: { state: 'done', message: 'one instance', note: null, at, ms: 1 } },
    },
  })
  await db.build.update({ where: { id: build.id }, data: { deployId: deploy.id } })
}
