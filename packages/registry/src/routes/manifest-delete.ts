import { BerthError } from '@berth/core'
import { labelOf } from '../caller.ts'
import { type RepositoryCall, send } from '../http/call.ts'
import { parseManifestReference } from '../names.ts'
import { findRepository } from '../repositories.ts'
import { deleteManifest, deleteTag } from '../tag-rules/delete-pushed.ts'

/** `DELETE /v2/<name>/manifests/<reference>`: a tag goes alone; a digest takes its tags with it. */
export async function manifestDelete(call: RepositoryCall): Promise<void> {
  const { deps, name, param } = call
  const reference = parseManifestReference(param)
  const { id: repositoryId, tenantId } = await findRepository(deps.db, name)
  const [tag, digest] =
    'tag' in reference ? ([reference.tag, null] as const) : ([null, reference.digest] as const)
  const found = await deps.db.$transaction(async (tx) => {
    const repository = { id: repositoryId, tenantId, name: name.full }
    const gone =
      tag === null ? await deleteManifest(tx, repository, digest) : await deleteTag(tx, repository, tag)
    const about = { tenantId, repository: name.full, digest, tag }
    const by = labelOf(call.caller)
    if (gone) await deps.happenings.note(tx, [{ kind: 'delete', ...about, why: 'asked', by }])
    return gone
  })
  if (!found) throw new BerthError('registry.manifest_unknown', `${name.full} has no manifest ${param}`)
  send(call, 202, { 'content-length': 0 })
}
