import { execFile, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { eventually } from '../../../support/eventually.ts'

const run = promisify(execFile)
const PINNED = join(import.meta.dirname, '../../../fixtures/verdaccio')

export type NpmRegistry = {
  /** name and files of a package of version 1.0.0; its package.json is made of `json` */
  publish(name: string, json: object, files: Readonly<Record<string, string>>): Promise<void>
  /** Publishes a package of the registry's own installation, and returns its folder. */
  publishInstalled(name: string): Promise<string>
  close(): Promise<void>
}

/** verdaccio, a real npm registry, in an empty folder; what it holds is published to it. */
export async function startNpmRegistry(folder: string, host: string, port: number): Promise<NpmRegistry> {
  await cp(PINNED, folder, { recursive: true })
  await run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: folder })
  await writeFile(join(folder, 'config.yaml'), CONFIG)
  const program = join(folder, 'node_modules/verdaccio/bin/verdaccio')
  const args = [program, '--config', join(folder, 'config.yaml'), '--listen', `${host}:${port}`]
  const child = spawn(process.execPath, args, { cwd: folder, stdio: 'ignore' })
  const url = `http://${host}:${port}`
  await eventually(
    async () => (await fetch(`${url}/-/ping`).catch(() => undefined))?.ok ?? false, // not yet
    { what: 'verdaccio answers', withinMs: 120_000 },
  )
  return {
    async publish(name, json, files) {
      const own = join(folder, 'packages', name, 'package')
      await mkdir(own, { recursive: true })
      const manifest = { name, version: '1.0.0', ...json }
      const all = { ...files, 'package.json': JSON.stringify(manifest) }
      for (const [path, text] of Object.entries(all)) await writeFile(join(own, path), text, { mode: 0o755 })
      await publish({ url, manifest, parent: dirname(own), packed: 'package' })
    },
    async publishInstalled(name) {
      const own = join(folder, 'node_modules', name)
      const manifest = JSON.parse(await readFile(join(own, 'package.json'), 'utf8'))
      await publish({ url, manifest, parent: dirname(own), packed: basename(own) })
      return own
    },
    async close() {
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      await ended
    },
  }
}

/** It asks no other registry, and takes what anybody publishes. */
const CONFIG = `storage: ./storage
auth: { htpasswd: { file: ./htpasswd } }
packages: { '**': { access: $all, publish: $all } }
log: { type: stdout, format: json, level: fatal }
max_body_size: 100mb
`

/** As npm publish sends it, without an account: the folder `packed` of `parent`. */
async function publish(asked: {
  readonly url: string
  readonly manifest: { readonly name: string; readonly version: string }
  readonly parent: string
  readonly packed: string
}): Promise<void> {
  const { url, manifest, parent, packed } = asked
  const { name, version } = manifest
  const archive = join(parent, `${packed}.tgz`)
  await run('tar', ['-czf', archive, '-C', parent, '--transform', `s,^${packed},package,`, packed])
  const data = await readFile(archive)
  const file = `${packed}-${version}.tgz`
  const dist = {
    tarball: `${url}/${name}/-/${file}`,
    integrity: `sha512-${createHash('sha512').update(data).digest('base64')}`,
  }
  const response = await fetch(`${url}/${name.replace('/', '%2f')}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      _id: name,
      name,
      'dist-tags': { latest: version },
      versions: { [version]: { ...manifest, _id: `${name}@${version}`, dist } },
      _attachments: {
        [file]: {
          content_type: 'application/octet-stream',
          data: data.toString('base64'),
          length: data.length,
        },
      },
    }),
  })
  if (!response.ok) throw new Error(`${name} was not published: ${response.status} ${await response.text()}`)
}
