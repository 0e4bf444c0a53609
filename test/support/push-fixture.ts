import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pushLayout } from '@berth/image'
import { type FixtureName, fixtureImage } from '../fixtures/images.ts'
import type { TestPlatform } from './platform.ts'

/** Builds a test image and pushes it to the first tenant; returns its reference. */
export async function pushFixture(platform: TestPlatform, name: FixtureName): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'berth-fixture-'))
  const { tenant, token } = platform.admin
  try {
    await pushLayout(await fixtureImage(name, folder), {
      url: platform.url,
      repository: `${tenant}/${name}`,
      tag: '1',
      auth: { kind: 'basic', username: 'test', password: token },
    })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
  return `${name}:1`
}
