import { execFile } from 'node:child_process'
import { mkdtemp, rename, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { deployBusybox, serveText } from '../../support/deploy.ts'
import { eventually } from '../../support/eventually.ts'
import { gitFolder } from '../../support/git-folder.ts'
import { connectPlatform, removePlatform, runBerth, startPlatform } from '../../support/platform.ts'
import type { TestPlatform } from '../../support/platform.ts'
import { visit } from '../../support/visit.ts'

const run = promisify(execFile)
/** As the guide has it. */
const TAR = ['--sparse', '--xattrs', '--xattrs-include=*', '--numeric-owner']

let platform: TestPlatform
let restored: TestPlatform | undefined
let elsewhere: string

beforeAll(async () => {
  platform = await startPlatform()
  elsewhere = await mkdtemp(path.join(tmpdir(), `berth-test-${process.pid}-`))
})
afterAll(async () => {
  await removePlatform(path.join(elsewhere, 'data'))
  await removePlatform(platform.dir)
})

const siteOf = ({ admin, port }: TestPlatform, app: string) =>
  `http://${app}--${admin.tenant}.localhost:${port}/`

test('with the platform down its folder becomes an archive, not larger on disk for what is empty in it', async () => {
  const flags = ['--port', '8080', '--volume', 'kept:/data']
  await deployBusybox(platform, 'held', serveText('still here'), flags)
  await works(['exec', 'held', '--', 'sh', '-c', 'echo of before > /data/file; chown 7:8 /data/file'])
  await works(['secrets', 'held', 'set', 'API_KEY', '--wait'], 'hush')
  const clone = await gitFolder('ann')
  await clone.commit({ Dockerfile: 'FROM busybox\nCMD ["sleep", "1000000"]\n' })
  expect(await clone.git('push', '-q', remoteOf(platform), 'main')).toMatchObject({ code: 0 })
  await clone.close()

  expect(await runBerth(['down', '--all', '--data', platform.dir])).toMatchObject({ code: 0 })
  await run('tar', [...TAR, '-C', path.dirname(platform.dir), '-cf', archive(), 'data'])
  const { stdout } = await run('du', ['-sb', '--apparent-size', platform.dir])
  expect((await stat(archive())).size).toBeLessThan(Number.parseInt(stdout, 10))
})

test('another folder takes it, under the same name on the machine, and all is as it was', async () => {
  await rename(platform.dir, `${platform.dir}.lost`)
  await run('tar', [...TAR, '-C', elsewhere, '-xpf', archive()])
  const dir = path.join(elsewhere, 'data')
  expect(await runBerth(['up', '--detach', '--data', dir])).toMatchObject({ code: 0 })
  restored = await connectPlatform(dir)
  const site = siteOf(restored, 'held')
  const answers = async () => (await visit(site)).body === 'still here\n'
  await eventually(answers, { withinMs: 100_000, what: 'the app' })
  const read = ['exec', 'held', '--', 'sh', '-c', 'cat /data/file; stat -c %u:%g /data/file; echo $API_KEY']
  expect(await restored.run(read)).toMatchObject({ code: 0, stdout: 'of before\n7:8\nhush\n' })
})

test('code and images are there, and what comes next goes on from them', async () => {
  if (!restored) throw new Error('nothing was restored')
  const clone = await gitFolder('ann')
  expect(await clone.git('pull', '-q', remoteOf(restored), 'main')).toMatchObject({ code: 0 })
  await clone.commit({ more: 'of after' })
  expect(await clone.git('push', '-q', remoteOf(restored), 'main')).toMatchObject({ code: 0 })
  await clone.close()
  expect(await restored.run(['rollback', 'pushed', '1', '--wait'])).toMatchObject({ code: 0 })
})

const archive = () => path.join(elsewhere, 'berth.tar')

function remoteOf({ admin, url }: TestPlatform): string {
  return `http://x:${admin.token}@${new URL(url).host}/git/${admin.tenant}/pushed.git`
}

async function works(args: readonly string[], input = ''): Promise<void> {
  expect(await platform.run(args, { input })).toMatchObject({ code: 0 })
}
