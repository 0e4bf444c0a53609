import { createHash } from 'node:crypto'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { makeBusyboxRootfs } from './busybox-rootfs.ts'
import { runProgram } from './run-program.ts'

type Content = { readonly digest: string; readonly size: number }

const OCI = 'application/vnd.oci.image'

/** An image of busybox in one layer, as an archive of the OCI image layout. Resolves with the archive's path. */
export async function makeImageArchive(folder: string, name: string): Promise<string> {
  const layout = join(folder, 'layout')
  await mkdir(join(layout, 'blobs/sha256'), { recursive: true })
  const put = (bytes: Uint8Array) => putBlob(layout, bytes)
  const layer = await put(await packRootfs(folder))
  const config = await put(json(configOf(layer)))
  const manifest = await put(
    json({
      schemaVersion: 2,
      mediaType: `${OCI}.manifest.v1+json`,
      config: { mediaType: `${OCI}.config.v1+json`, ...config },
      layers: [{ mediaType: `${OCI}.layer.v1.tar`, ...layer }],
    }),
  )
  const annotations = { 'io.containerd.image.name': name }
  const manifests = [{ mediaType: `${OCI}.manifest.v1+json`, ...manifest, annotations }]
  await writeFile(join(layout, 'index.json'), json({ schemaVersion: 2, manifests }))
  await writeFile(join(layout, 'oci-layout'), json({ imageLayoutVersion: '1.0.0' }))
  return pack(layout, join(folder, 'image.tar'))
}

async function packRootfs(folder: string): Promise<Uint8Array> {
  const rootfs = join(folder, 'rootfs')
  await makeBusyboxRootfs(rootfs)
  const bytes = await readFile(await pack(rootfs, join(folder, 'layer.tar')))
  await rm(rootfs, { recursive: true })
  return bytes
}

function configOf({ digest }: Content): unknown {
  return {
    architecture: process.arch === 'x64' ? 'amd64' : process.arch,
    os: 'linux',
    config: { Cmd: ['sh'], Env: ['PATH=/bin'] },
    rootfs: { type: 'layers', diff_ids: [digest] },
  }
}

async function putBlob(layout: string, bytes: Uint8Array): Promise<Content> {
  const hash = createHash('sha256').update(bytes).digest('hex')
  await writeFile(join(layout, 'blobs/sha256', hash), bytes)
  return { digest: `sha256:${hash}`, size: bytes.length }
}

async function pack(source: string, target: string): Promise<string> {
  const { code, stderr } = await runProgram('tar', ['-C', source, '-cf', target, '.'])
  if (code !== 0) throw new Error(`tar ${source}: ${stderr}`)
  return target
}

function json(value: unknown): Uint8Array {
  return Buffer.from(JSON.stringify(value))
}
