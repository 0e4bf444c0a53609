import { execFile } from 'node:child_process'
import { appendFile, cp } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type Layout, pushLayout } from '@berth/image'
import { PASSWORD } from '../../../conformance/registry/registry-fixture.ts'
import type { BuildWorld } from './build-world.ts'

const APPS = join(import.meta.dirname, '../../../fixtures/apps')

/** An app of the fixtures, packed as somebody would send it; `changed` names a file that gets an empty line more. */
export async function packApp(world: BuildWorld, app: string, changed?: string): Promise<string> {
  const folder = join(world.dir, `${app}-${changed === undefined ? 'as-it-is' : 'changed'}`)
  await cp(join(APPS, app), folder, { recursive: true })
  if (changed !== undefined) await appendFile(join(folder, changed), '\n')
  return packFolder(folder)
}

/** Returns the archive's path. */
export async function packFolder(folder: string): Promise<string> {
  await promisify(execFile)('tar', ['-cf', `${folder}.tar`, '-C', folder, '.'])
  return `${folder}.tar`
}

/** Starts an image as an app is started, within a build of its own, and returns what it answers. */
export async function answerOf(world: BuildWorld, digest: string): Promise<string> {
  const { config } = (await world.pull(digest)).config
  const quoted = (config?.Cmd ?? []).map((word) => `'${word.replaceAll("'", "'\\''")}'`)
  world.built.set('app', digest)
  const image = await world.image({
    ask: ASK,
    Dockerfile: `FROM app\nCOPY ask /ask\nRUN ${quoted.join(' ')} & until sh /ask > /answer; do sleep 0.2; done\n`,
  })
  return world.file(image, 'answer')
}

/** By whatever the image has. */
const ASK = `url=http://127.0.0.1:8080/
if command -v wget > /dev/null; then exec wget -qO - $url; fi
exec python3 -c "import urllib.request; print(urllib.request.urlopen('$url').read().decode())"
`

/** Pushes an image that builds of this world are based on under the name `name`. */
export async function addBase(world: BuildWorld, name: string, layout: Layout): Promise<void> {
  await pushLayout(layout, {
    ...{ url: world.registry.url, repository: 'acme/app', tag: name.replace(':', '-') },
    auth: { kind: 'basic', username: 'owner@acme.test', password: PASSWORD },
  })
  world.built.set(name, layout.manifest.digest)
}
