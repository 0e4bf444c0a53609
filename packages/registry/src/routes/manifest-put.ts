import { BerthError } from '@berth/core'
import { labelOf } from '../caller.ts'
import { holdReferences } from '../hold-references.ts'
import { readBody } from '../http/body.ts'
import { type RepositoryCall, send } from '../http/call.ts'
import { checkManifest, MAX_MANIFEST_BYTES } from '../manifest.ts'
import { digestOf, inspectReferences, manifestRow } from '../manifest-store.ts'
import { parseManifestReference, type Reference, tagsOf } from '../names.ts'
import { requireFewer } from '../quota/most-things.ts'
import { settleQuota } from '../quota/settle.ts'
import { ensureRepository } from '../repositories.ts'
import { saveManifest } from '../save-manifest.ts'
import { writeTag } from '../tag-rules/write-tag.ts'

/**
 * `PUT /v2/<name>/manifests/<reference>`: all that it names is there, then manifest and tags appear together. By its
 * digest it may get several, `?tag=a&tag=b`.
 */
export async function manifestPut(call: RepositoryCall): Promise<void> {
  const { deps, request, name } = call
  const reference = parseManifestReference(call.param)
  const tags = tagsOf(reference, call.query)
  const content = new Uint8Array(await readBody(request, MAX_MANIFEST_BYTES))
  const digest = verify(content, reference)
  const manifest = checkManifest(content, request.headers['content-type'])
  const summary = await inspectReferences(deps, name, manifest)
  const { id: repositoryId, tenantId } = await ensureRepository(deps.db, name)
  const pushed = { pushedBy: labelOf(call.caller), pushedAt: deps.clock.now() }
  const row = manifestRow({ repositoryId, digest, content, manifest, summary, ...pushed })
  await deps.db.$transaction(async (tx) => {
    await holdReferences(tx, { repositoryId, name, manifest })
    const isNew = await saveManifest(tx, row)
    if (isNew) {
      await settleQuota(tx, { repositoryId, added: content.length, now: pushed.pushedAt })
      await requireFewer(tx, tenantId, 'manifests')
    }
    const { mediaType } = manifest
    const about = { tenantId, repository: name.full, digest, mediaType, bytes: Number(summary.imageBytes) }
    const told = tags.length > 0 ? tags : [null]
    const by = pushed.pushedBy
    await deps.happenings.note(
      tx,
      told.map((tag) => ({ kind: 'push', ...about, tag, by })),
    )
    for (const tag of tags)
      await writeTag(tx, { tenantId, name: name.full }, { repositoryId, name: tag, digest, ...pushed })
  })
  send(call, 201, {
    location: `/v2/${name.full}/manifests/${digest}`,
    'docker-content-digest': digest,
    'content-length': 0,
    ...(manifest.subject ? { 'oci-subject': manifest.subject } : {}),
    ...('tag' in reference || tags.length === 0 ? {} : { 'oci-tag': [...tags] }),
  })
}

/** Error: registry.digest_invalid when it was pushed under another digest than its own. */
function verify(content: Uint8Array, reference: Reference): string {
  if ('tag' in reference) return digestOf(content, `sha256:${'0'.repeat(64)}`)
  const digest = digestOf(content, reference.digest)
  if (digest === reference.digest) return digest
  throw new BerthError('registry.digest_invalid', `the manifest is ${digest} and not ${reference.digest}`)
}
