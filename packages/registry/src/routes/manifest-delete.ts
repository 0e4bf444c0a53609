import { BerthError } from '@berth/core'
import { type RepositoryCall, send } from '../http/call.ts'
import { parseManifestReference } from '../names.ts'
import { findRepository } from '../repositories.ts'

/** `DELETE /v2/<name>/manifests/<reference>`: a tag goes alone; a digest takes its tags with it. */
export async function manifestDelete(call: RepositoryCall): Promise<void> {
  const { deps, name, param } = call
  const reference = parseManifestReference(param)
  const { id: repositoryId } = await findRepository(deps.db, name)
  const { count } =
    'tag' in reference
      ? await deps.db.tag.deleteMany({ where: { repositoryId, name: reference.tag } })
      : await deps.db.manifest.deleteMany({ where: { repositoryId, digest: reference.digest } })
  if (count === 0) throw new BerthError('registry.manifest_unknown', `${name.full} has no manifest ${param}`)
  send(call, 202, { 'content-length': 0 })
}
