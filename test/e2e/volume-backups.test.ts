import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { buffer } from 'node:stream/consumers'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadS3, type S3Settings } from '../../packages/blob/src/index.ts'
import type { VolumeBackupsView } from '../../packages/protocol/src/index.ts'
import { brokenRules } from '../support/broken-rules.ts'
import { openBrowser, signIn, visitor } from '../support/browser.ts'
import { deployBusybox, serveText } from '../support/deploy.ts'
import { startPlatform, type TestPlatform } from '../support/platform.ts'
import { startSwift, type TestSwift } from '../support/swift.ts'

const APP = 'keeper'
const VOLUME = 'keeper-data'
/** the bucket is on the loopback */
const OUTBOUND = { env: { BERTH_OUTBOUND_ALLOW: '127.0.0.0/8' } }
let platform: TestPlatform
let swift: TestSwift
let bucket: S3Settings
let browser: Browser
let page: Page

beforeAll(async () => {
  swift = await startSwift()
  bucket = await swift.createBucket()
  platform = await startPlatform(OUTBOUND)
  await deployBusybox(platform, APP, serveText('quay'), ['--port', '8080', '--volume', `${VOLUME}:/data`])
  await write('first')
  browser = await openBrowser()
  page = await signIn(await visitor(browser, platform), platform.admin)
})

afterAll(async () => {
  await browser?.close()
  await platform?.stop()
  await swift?.stop()
})

async function write(text: string): Promise<void> {
  await inside(['sh', '-c', `echo ${text} > /data/file`])
}

async function inside(command: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await platform.run(['exec', APP, '--', ...command])
  if (code !== 0) throw new Error(stderr)
  return stdout.trim()
}

const dialog = () => page.getByRole('dialog')
const backups = () => platform.json<VolumeBackupsView>(['volumes', 'backups', VOLUME])

test('a bucket is chosen on the page of volumes: what does not work is not kept', async () => {
  await page.goto(`/t/${platform.admin.tenant}/volumes`)
  await page.getByRole('button', { name: 'Choose a bucket' }).click()
  await dialog().waitFor()
  expect(await brokenRules(page)).toEqual([])
  await dialog().getByLabel('Address').fill(bucket.endpoint)
  await dialog().getByLabel('Bucket', { exact: true }).fill(bucket.bucket)
  await dialog().getByLabel('Access key').fill(bucket.accessKeyId)
  await dialog().getByLabel('Secret key').fill('wrong')
  await dialog().getByRole('button', { name: 'Try and keep' }).click()
  await dialog().getByText('SignatureDoesNotMatch').first().waitFor()
  expect(await brokenRules(page)).toEqual([])
  await dialog().getByLabel('Secret key').fill(bucket.secretAccessKey.reveal())
  await dialog().getByRole('button', { name: 'Try and keep' }).click()
  await dialog().waitFor({ state: 'detached' })
  await page.getByText(bucket.bucket, { exact: false }).first().waitFor()
})

test('a backup is made from the page, and brings back what was overwritten', async () => {
  await page.getByRole('row', { name: VOLUME }).getByRole('button', { name: 'Open' }).click()
  await dialog().getByText('No backups yet.').waitFor()
  await dialog().getByRole('button', { name: 'Back up now' }).click()
  const list = dialog().getByRole('list', { name: 'Backups' })
  await list.getByRole('listitem').waitFor({ timeout: 120_000 })
  await write('second')
  expect(await brokenRules(page)).toEqual([])
  await list.getByRole('button', { name: 'Remove' }).click()
  const removal = page.getByRole('dialog', { name: /Remove the backup/ })
  await removal.waitFor()
  expect(await brokenRules(page)).toEqual([])
  await removal.getByRole('button', { name: 'Cancel' }).click()
  await removal.waitFor({ state: 'detached' })
  await list.getByRole('button', { name: 'Restore' }).click()
  const confirm = page.getByRole('dialog', { name: /Restore the backup/ })
  await confirm.waitFor()
  expect(await brokenRules(page)).toEqual([])
  await confirm.getByRole('textbox').fill(VOLUME)
  await confirm.getByRole('button', { name: 'Restore' }).click()
  await expect.poll(() => inside(['cat', '/data/file']).catch(String), { timeout: 120_000 }).toBe('first')
})

test('by the command line, into another volume; a backup that was changed in the bucket brings nothing', async () => {
  await write('third')
  const { backups: made } = await platform.json<VolumeBackupsView>(['volumes', 'backup', VOLUME])
  const id = made[0]?.id ?? ''
  const copy = await platform.run(['volumes', 'restore', 'keeper-copy', '--backup', id])
  expect(copy).toMatchObject({ code: 0 })
  const { stdout } = await platform.run(['volumes', 'export', 'keeper-copy'])
  expect(stdout).toContain('third')

  const { openBucket } = await loadS3()
  const s3 = openBucket(bucket)
  const key = `volumes/${VOLUME}/${id}.tar.zst`
  const stored = await s3.read(key)
  if (!stored) throw new Error(`there is no ${key}`)
  const object = await buffer(stored)
  // whole to whoever unpacks it, and yet not what was written
  await s3.put(key, Buffer.concat([object, zstdNothing()]))
  const { stderr, code } = await platform.run(['volumes', 'restore', VOLUME, '--backup', id])
  expect(code).not.toBe(0)
  expect(stderr).toContain('damaged')
  expect(await inside(['cat', '/data/file'])).toBe('third')
  const { transfers } = await backups()
  expect(transfers[0]).toMatchObject({ kind: 'restore', state: 'failed' })
  await s3.put(key, object)
})

/** A skippable frame of zstd (RFC 8878 3.1.2) with nothing in it. */
function zstdNothing(): Buffer {
  return Buffer.from([0x50, 0x2a, 0x4d, 0x18, 0, 0, 0, 0])
}

test('an archive is imported on the page; the bucket is given up, and what is in it stays', async () => {
  const { code, bytes } = await exported()
  expect(code).toBe(0)
  await write('fourth')
  await page.goto(`/t/${platform.admin.tenant}/volumes`)
  await page.getByRole('row', { name: VOLUME }).getByRole('button', { name: 'Open' }).click()
  await dialog().getByRole('button', { name: 'Import an archive' }).waitFor()
  await dialog()
    .getByLabel('Import an archive')
    .setInputFiles({ name: 'keeper.tar.zst', mimeType: 'application/zstd', buffer: bytes })
  const importing = page.getByRole('dialog', { name: 'Import keeper.tar.zst' })
  await importing.getByRole('textbox').fill(VOLUME)
  expect(await brokenRules(page)).toEqual([])
  await importing.getByRole('button', { name: 'Import an archive' }).click()
  await importing.waitFor({ state: 'detached', timeout: 120_000 })
  await expect.poll(() => inside(['cat', '/data/file']).catch(String), { timeout: 120_000 }).toBe('third')
  await page.keyboard.press('Escape')

  await page.getByRole('button', { name: 'Give up' }).click()
  expect(await brokenRules(page)).toEqual([])
  await dialog().getByRole('textbox').fill(bucket.bucket)
  await dialog().getByRole('button', { name: 'Give up' }).click()
  await page.getByRole('button', { name: 'Choose a bucket' }).waitFor()
  expect(await brokenRules(page)).toEqual([])
})

/** What the volume holds, as a file of the visitor. */
async function exported(): Promise<{ code: number; bytes: Buffer }> {
  const file = path.join(await mkdtemp(path.join(tmpdir(), 'berth-import-')), 'keeper.tar.zst')
  try {
    const { code } = await platform.run(['volumes', 'export', VOLUME, '-o', file])
    return { code, bytes: await readFile(file) }
  } finally {
    await rm(path.dirname(file), { recursive: true, force: true })
  }
}

test('after the loss of the platform another one has it all back from the bucket', async () => {
  const lost = platform
  await browser.close()
  await lost.stop()
  platform = await startPlatform(OUTBOUND)
  const { endpoint, bucket: name, accessKeyId, secretAccessKey } = bucket
  const named = ['--endpoint', endpoint, '--bucket', name, '--key-id', accessKeyId, '--secret-stdin']
  const set = await platform.run(['backups', 'target', 'set', ...named], { input: secretAccessKey.reveal() })
  expect(set).toMatchObject({ code: 0 })
  const { backups: found } = await platform.json<VolumeBackupsView>(['backups'])
  expect(found.map(({ volume, own }) => `${volume} ${own}`)).toEqual([`${VOLUME} false`, `${VOLUME} false`])
  const back = await platform.run(['volumes', 'restore', VOLUME, '--backup', found[0]?.id ?? ''])
  expect(back).toMatchObject({ code: 0 })
  await deployBusybox(platform, APP, serveText('quay'), ['--port', '8080', '--volume', `${VOLUME}:/data`])
  expect(await inside(['cat', '/data/file'])).toBe('third')
})
