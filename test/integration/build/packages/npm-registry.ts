import { execFile, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { eventually } from '../../../support/eventually.ts'

const run = promisify(execFile)
const PINNED = join(import.meta.dirname, '../../../fixtures/verdaccio')

export type NpmRegistry = {
  /** name and files of a package of version 1.0.0; its package.json is made of `json` */
  publish(name: string, json: object, files: Readonly<Record<string, string>>): Promise<void>
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
    publish: (name, json, files) => publish({ url, folder, name, json, files }),
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
`

/** As npm publish sends it, without an account. */
async function publish(asked: {
  readonly url: string
  readonly folder: string
  readonly name: string
  readonly json: object
  readonly files: Readonly<Record<string, string>>
}): Promise<void> {
  const { url, name } = asked
  const manifest = { name, version: '1.0.0', ...asked.json }
  const folder = join(asked.folder, 'packages', name, 'package')
  await mkdir(folder, { recursive: true })
  const files = { ...asked.files, 'package.json': JSON.stringify(manifest) }
  for (const [path, text] of Object.entries(files)) await writeFile(join(folder, path), text, { mode: 0o755 })
  const archive = `${folder}.tgz`
  await run('tar', ['-czf', archive, '-C', join(folder, '..'), 'package'])
  const data = await readFile(archive)
  const file = `${name}-1.0.0.tgz`
  const dist = {
    tarball: `${url}/${name}/-/${file}`,
    integrity: `sha512-${createHash('sha512').update(data).digest('base64')}`,
  }
  const response = await fetch(`${url}/${name}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      _id: name,
      name,
      'dist-tags': { latest: '1.0.0' },
      versions: { '1.0.0': { ...manifest, _id: `${name}@1.0.0`, dist } },
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
