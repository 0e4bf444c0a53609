import { BerthError } from '@berth/core'
import type { Db } from '@berth/db'
import { isNotModified, type RepositoryCall, send } from '../http/call.ts'
import { keepManifest } from '../keep-manifest.ts'
import { refreshMirrored } from '../mirror/refresh-mirrored.ts'
import { parseManifestReference, type Reference, type RepositoryName } from '../names.ts'
import { findRepository } from '../repositories.ts'

/** `GET|HEAD /v2/<name>/manifests/<reference>`: the bytes as they were pushed. */
export async function manifestGet(call: RepositoryCall): Promise<void> {
  const { deps, name, param } = call
  const reference = parseManifestReference(param)
  const freshness = await refreshMirrored(call, reference)
  const manifest = await find(deps.db, name, reference)
  if (!manifest || !(await keepManifest(deps, manifest))) {
    await findRepository(deps.db, name)
    throw new BerthError('registry.manifest_unknown', `${name.full} has no manifest ${param}`, {
      details: { repository: name.full, reference: param },
    })
  }
  const etag = `"${manifest.digest}"`
  const headers = { 'docker-content-digest': manifest.digest, etag, ...freshness }
  if (isNotModified(call.request, etag)) return send(call, 304, headers)
  if (call.request.method === 'GET') {
    const tag = 'tag' in reference ? reference.tag : null
    deps.pulls?.count({ repositoryId: manifest.repositoryId, digest: manifest.digest, tag })
  }
  send(call, 200, { ...headers, 'content-type': manifest.mediaType }, manifest.content)
}

async function find(db: Db, name: RepositoryName, reference: Reference) {
  const select = {
    repositoryId: true,
    digest: true,
    mediaType: true,
    content: true,
    leasedAt: true,
  } as const
  const repository = { name: name.full }
  if ('digest' in reference)
    return db.manifest.findFirst({ where: { digest: reference.digest, repository }, select })
  const tag = await db.tag.findFirst({
    where: { name: reference.tag, repository },
    select: { manifest: { select } },
  })
  return tag?.manifest
}
