import { cpSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { busybox } from '../../../infra/images/busybox.ts'
import { makeClientFolder } from '../registry/client-folder.ts'
import type { Case } from './corpus.ts'

/** The real buildah, with images of its own. */
export type Peer = {
  /** Builds a case and pushes it; returns its digest. Throws buildah's own words. */
  build(
    one: Case,
    to: { readonly host: string; readonly repository: string; readonly token: string },
  ): Promise<string>
  close(): Promise<void>
}

export async function openPeer(platform: { os: string; architecture: string }): Promise<Peer> {
  const folder = makeClientFolder('buildah')
  const place = (name: string) => join(folder.path, name)
  const buildah = (...args: string[]) =>
    folder.run(
      'buildah',
      ...['--root', place('storage'), '--runroot', place('run'), '--storage-driver', 'overlay'],
      ...args,
    )
  // the file of logins is named in the environment, and has to be there
  writeFileSync(place('auth.json'), '{}')
  await busybox({
    ...{ dir: place('busybox'), platform },
    ...{ workDir: folder.path, nodePackage: '', log: () => undefined },
  })
  const storage = `overlay@${place('storage')}+${place('run')}`
  await folder.run(
    'skopeo',
    ...[
      'copy',
      '--quiet',
      `oci:${place('busybox')}`,
      `containers-storage:[${storage}]localhost/busybox:latest`,
    ],
  )

  return {
    async build(one, { host, repository, token }) {
      const { args, labels, secrets, target } = one
      // a bind that may be written to is the context itself
      cpSync(one.context, place(`contexts/${one.name}`), { recursive: true, verbatimSymlinks: true })
      mkdirSync(place('secrets'), { recursive: true })
      for (const [name, value] of Object.entries(secrets)) writeFileSync(place(`secrets/${name}`), value)
      await buildah(
        ...['build', '--isolation', 'chroot', '--format', 'docker', '--layers=false', '--tag', one.name],
        ...Object.entries(args).flatMap(([name, value]) => ['--build-arg', `${name}=${value}`]),
        ...Object.entries(labels).flatMap(([name, value]) => ['--label', `${name}=${value}`]),
        ...Object.keys(secrets).flatMap((name) => ['--secret', `id=${name},src=${place(`secrets/${name}`)}`]),
        ...(target === undefined ? [] : ['--target', target]),
        place(`contexts/${one.name}`),
      )
      const digestFile = place('digest')
      await buildah(
        ...['push', '--quiet', '--tls-verify=false', '--creds', `x:${token}`, '--digestfile', digestFile],
        ...[`localhost/${one.name}`, `docker://${host}/${repository}:peer`],
      )
      return (await folder.run('cat', digestFile)).trim()
    },
    async close() {
      await buildah('rmi', '--all', '--force')
      folder.close()
    },
  }
}
