import { BerthError } from '@berth/core'
import { labelOf } from '../caller.ts'
import { holdReferences } from '../hold-references.ts'
import { readBody } from '../http/body.ts'
import { type RepositoryCall, send } from '../http/call.ts'
import { checkManifest, MAX_MANIFEST_BYTES } from '../manifest.ts'
import { digestOf, inspectReferences, manifestRow } from '../manifest-store.ts'
import { parseManifestReference, type Reference } from '../names.ts'
import { settleQuota } from '../quota/settle.ts'
import { ensureRepository } from '../repositories.ts'
import { saveManifest } from '../save-manifest.ts'
import { writeTag } from '../tag-rules/write-tag.ts'

/** `PUT /v2/<name>/manifests/<reference>`: all that it names is there, then manifest and tag appear together. */
export async function manifestPut(call: RepositoryCall): Promise<void> {
  const { deps, request, name } = call
  const reference = parseManifestReference(call.param)
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
    if (isNew) await settleQuota(tx, { repositoryId, added: content.length, now: pushed.pushedAt })
    const { mediaType } = manifest
    const about = { tenantId, repository: name.full, digest, mediaType, bytes: Number(summary.imageBytes) }
    const asTag = 'tag' in reference ? reference.tag : null
    await deps.happenings.note(tx, [{ kind: 'push', ...about, tag: asTag, by: pushed.pushedBy }])
    if (!('tag' in reference)) return
    const tag = { repositoryId, name: reference.tag, digest, ...pushed }
    await writeTag(tx, { tenantId, name: name.full }, tag)
  })
  send(call, 201, {
    location: `/v2/${name.full}/manifests/${digest}`,
    'docker-content-digest': digest,
    'content-length': 0,
    ...(manifest.subject ? { 'oci-subject': manifest.subject } : {}),
  })
}

/** Error: registry.digest_invalid when it was pushed under another digest than its own. */
function verify(content: Uint8Array, reference: Reference): string {
  if ('tag' in reference) return digestOf(content, `sha256:${'0'.repeat(64)}`)
  const digest = digestOf(content, reference.digest)
  if (digest === reference.digest) return digest
  throw new BerthError('registry.digest_invalid', `the manifest is ${digest} and not ${reference.digest}`)
}
