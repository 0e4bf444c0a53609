import { BerthError } from '@berth/core'
import { isNotModified, type RepositoryCall, send } from '../http/call.ts'
import { keepManifest } from '../keep-manifest.ts'
import { refreshMirrored } from '../mirror/refresh-mirrored.ts'
import { parseManifestReference } from '../names.ts'
import { findRepository } from '../repositories.ts'

/** `GET|HEAD /v2/<name>/manifests/<reference>`: the bytes as they were pushed. */
export async function manifestGet(call: RepositoryCall): Promise<void> {
  const { deps, name, param } = call
  const reference = parseManifestReference(param)
  const freshness = await refreshMirrored(call, reference)
  const manifest = await deps.manifests(name, reference)
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
