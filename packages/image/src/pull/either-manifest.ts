import { type Index, indexSchema, type Manifest, manifestSchema } from '@berth/oci'
import { corruptDocument, parseDocument } from './read-document.ts'

/** What a registry keeps under the name of a manifest. */
export type EitherManifest =
  | { readonly kind: 'index'; readonly index: Index }
  | { readonly kind: 'manifest'; readonly manifest: Manifest }

/** Error: image.corrupt, also for what is both, because readers disagree about it (CVE-2021-41190). */
export function parseEither(digest: string, document: unknown): EitherManifest {
  const has = (key: string) => typeof document === 'object' && document !== null && key in document
  if (has('manifests') && has('layers')) throw corruptDocument(digest, 'is an index and a manifest at once')
  return has('manifests')
    ? { kind: 'index', index: parseDocument(indexSchema, digest, document) }
    : { kind: 'manifest', manifest: parseDocument(manifestSchema, digest, document) }
}
