import { DAY_MS, GRACE_MS, LEASE_MS } from '../collect-fixture.ts'

/** Leases are renewed when they are that old, so that much of one may be over when it is promised. */
const BLOB_RENEWAL_MS = 10 * 60_000
const MANIFEST_RENEWAL_MS = 60 * 60_000

export type Manifest = {
  readonly digest: string
  readonly text: string
  readonly type: string
  readonly blobs: readonly string[]
  readonly children: readonly string[]
  readonly subject: string | null
}

/** What one repository has promised to its client. */
export type Shelf = {
  readonly name: string
  /** digest → until when its lease holds it */
  readonly blobs: Map<string, number>
  /** digest → the manifest, whether a tag or an index ever pointed to it, and until when it is promised anyhow */
  readonly manifests: Map<string, { manifest: Manifest; named: boolean; until: number }>
  readonly tags: Map<string, string>
}

export function newShelf(name: string): Shelf {
  return { name, blobs: new Map(), manifests: new Map(), tags: new Map() }
}

export function touchBlob(shelf: Shelf, digest: string, now: number): void {
  const until = now + LEASE_MS - BLOB_RENEWAL_MS
  shelf.blobs.set(digest, Math.max(until, shelf.blobs.get(digest) ?? 0))
}

/** It was told that it exists. */
export function touchManifest(shelf: Shelf, digest: string, now: number): void {
  const entry = shelf.manifests.get(digest)
  if (entry) entry.until = Math.max(entry.until, now + GRACE_MS - MANIFEST_RENEWAL_MS)
}

/** What tags, and pushes by digest alone, hold: through indexes and through subjects. */
export function heldManifests(shelf: Shelf): ReadonlySet<string> {
  const held = new Set<string>(shelf.tags.values())
  for (const [digest, { manifest, named }] of shelf.manifests)
    if (!named && manifest.subject === null) held.add(digest)
  for (let size = -1; size !== held.size; ) {
    size = held.size
    for (const [digest, { manifest }] of shelf.manifests) {
      if (manifest.subject !== null && held.has(manifest.subject)) held.add(digest)
      if (held.has(digest)) for (const child of manifest.children) held.add(child)
    }
  }
  return held
}

/** To be called before time goes on: what is held now is promised for its grace from here. */
export function renewHeld(shelf: Shelf, now: number): void {
  for (const digest of heldManifests(shelf)) {
    const entry = shelf.manifests.get(digest)
    if (entry) entry.until = Math.max(entry.until, now + GRACE_MS)
  }
}

/**
 * What is promised no more: a collection that runs may take it, also while its subject is pushed again. To be looked at
 * once more after it, where it is held then.
 */
export function lapsedManifests(shelf: Shelf, now: number): ReadonlySet<string> {
  const promised = new Set(promisedManifests(shelf, now).map(({ digest }) => digest))
  return new Set([...shelf.manifests.keys()].filter((digest) => !promised.has(digest)))
}

export function promisedManifests(shelf: Shelf, now: number): readonly Manifest[] {
  const held = heldManifests(shelf)
  const own = [...shelf.manifests.values()].filter(
    ({ manifest, until }) => held.has(manifest.digest) || until >= now,
  )
  return own.map(({ manifest }) => manifest)
}

/** Blobs of what is promised, and those whose lease holds. */
export function promisedBlobs(shelf: Shelf, now: number): readonly string[] {
  const needed = promisedManifests(shelf, now).flatMap(({ blobs }) => blobs)
  const leased = [...shelf.blobs].filter(([, until]) => until >= now).map(([digest]) => digest)
  return [...new Set([...needed, ...leased])].filter((digest) => shelf.blobs.has(digest))
}

/** After all leases and graces: what is left. Forgets the rest. */
export function comeToRest(shelf: Shelf): void {
  const held = heldManifests(shelf)
  for (const digest of shelf.manifests.keys()) if (!held.has(digest)) shelf.manifests.delete(digest)
  const needed = new Set([...shelf.manifests.values()].flatMap(({ manifest }) => manifest.blobs))
  for (const digest of shelf.blobs.keys()) if (!needed.has(digest)) shelf.blobs.delete(digest)
}

/** Longer than every lease, grace and upload. */
export const REST_MS = GRACE_MS + 3 * DAY_MS
