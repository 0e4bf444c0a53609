import { readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { deployBusybox, instances } from '../../support/deploy.ts'
import { eventually } from '../../support/eventually.ts'
import type { TestPlatform } from '../../support/platform.ts'
import { sharedPlatform } from '../../support/shared-platform.ts'

const APP = 'outlived'
const FLAGS = ['--no-health', '--memory', '32M', '--cpu', '0.1']
const speak = (word: string) => ['sh', '-c', `for i in 1 2 3; do echo ${word} $i; done; exec sleep 1000000`]
const ALL = ['first 1', 'first 2', 'first 3', 'second 1', 'second 2', 'second 3']

let platform: TestPlatform

beforeAll(async () => {
  platform = await sharedPlatform()
  await deployBusybox(platform, APP, speak('first'), FLAGS)
  await deployBusybox(platform, APP, speak('second'), FLAGS)
  const left = async () => (await instances(platform, APP)).map(({ release }) => release)
  await eventually(async () => (await left()).join() === '2', {
    withinMs: 60_000,
    what: 'the end of release 1',
  })
  const kept = async () => (await platform.run(['logs', APP, '--since', '1h'])).stdout
  await eventually(async () => (await kept()).includes('first 3'), { withinMs: 60_000, what: 'its log' })
})

afterAll(() => platform.run(['destroy', APP, '--yes']))

const lines = async (...args: string[]) => {
  const { code, stdout, stderr } = await platform.run(['logs', APP, ...args])
  expect({ code, stderr }).toMatchObject({ code: 0 })
  return stdout.split('\n').filter(Boolean)
}

test('lines of a release that is gone stand before those of what runs, each once', async () => {
  expect(await lines('--since', '1h')).toEqual(ALL)
  expect(await lines()).toEqual(ALL.slice(3))
  expect(await lines('--since', '1h', '--release', '1')).toEqual(ALL.slice(0, 3))
})

test('they are found by text, time and instance', async () => {
  expect(await lines('--grep', 'FIRST 2')).toEqual(['first 2'])
  expect(await lines('--grep', 'second 3')).toEqual(['second 3'])
  expect(await lines('--until', '2020-01-01')).toEqual([])
  expect(await lines('--since', '1h', '--instance', '2')).toEqual([])
})

test('they are written to a file with their times', async () => {
  const file = join(tmpdir(), `berth-log-${process.pid}`)
  try {
    await lines('--since', '1h', '--download', file)
    const rows = (await readFile(file, 'utf8')).trimEnd().split('\n')
    expect(rows.map((row) => row.replace(/^\S+Z /, ''))).toEqual(ALL)
  } finally {
    await rm(file, { force: true })
  }
})
