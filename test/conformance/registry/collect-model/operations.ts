import { sha256 } from '../client.ts'
import { OCI_CONFIG, OCI_INDEX, OCI_LAYER, OCI_MANIFEST, type clientOf } from '../client.ts'
import type { createRandom } from '../../../integration/node/support/random.ts'
import {
  heldManifests,
  type Manifest,
  promisedManifests,
  type Shelf,
  touchBlob,
  touchManifest,
} from './reference.ts'

type Client = ReturnType<typeof clientOf>
export type Random = ReturnType<typeof createRandom>

/** One repository's user: what they do goes through one of the two processes, as it comes. */
export type Actor = {
  readonly shelf: Shelf
  readonly clients: readonly [Client, Client]
  readonly random: Random
  readonly now: () => number
  /** all repositories that this one may mount from */
  readonly sources: readonly Shelf[]
}

const KEPT = 'kept'
const TAGS = ['latest', 'v1', 'v2', 'v3']
const CONTENTS = 14
const CONFIGS = 5

export function contentOf(number: number): Buffer<ArrayBuffer> {
  return Buffer.from(`content ${number} `.repeat(1 + (number % 7) * 300))
}

function configOf(number: number): Buffer<ArrayBuffer> {
  const config = {
    architecture: 'amd64',
    os: 'linux',
    author: `${number}`,
    rootfs: { type: 'layers', diff_ids: [] },
  }
  return Buffer.from(JSON.stringify(config))
}

/** Every content that anybody ever pushes, by digest. */
export const CONTENT_BY_DIGEST: ReadonlyMap<string, Buffer<ArrayBuffer>> = new Map(
  [
    ...Array.from({ length: CONTENTS }, (_, i) => contentOf(i)),
    ...Array.from({ length: CONFIGS }, (_, i) => configOf(i)),
  ].map((bytes) => [sha256(bytes), bytes]),
)

const OPERATIONS: readonly ((actor: Actor) => Promise<string>)[] = [
  pushBlob,
  pushImage,
  pushImage,
  pushIndex,
  pushReferrer,
  mount,
  headBlob,
  pullManifest,
  deleteTag,
  deleteTag,
  deleteManifest,
  deleteBlob,
  pushWrong,
  abandonUpload,
]

/** Does something at random and notes what was promised; returns what it was, for the account of a failure. */
export async function operate(actor: Actor): Promise<string> {
  const operation = OPERATIONS[actor.random.below(OPERATIONS.length)] ?? pushBlob
  return `${actor.shelf.name}: ${await operation(actor)}`
}

function client({ clients, random }: Actor): Client {
  return clients[random.below(2)] ?? clients[0]
}

function pick<T>(random: Random, values: readonly T[]): T | undefined {
  return values[random.below(values.length)]
}

function expectStatus(what: string, status: number, ...wanted: readonly number[]): void {
  if (!wanted.includes(status)) throw new Error(`${what}: ${status} in place of ${wanted.join(' or ')}`)
}

async function pushBlob(actor: Actor): Promise<string> {
  const digest = pick(actor.random, [...CONTENT_BY_DIGEST.keys()]) ?? ''
  await push(actor, digest)
  return `push ${digest.slice(7, 13)}`
}

/** The start through one process, the end through the other. */
async function push(actor: Actor, digest: string): Promise<void> {
  const begun = actor.now()
  const location = await client(actor).startUpload()
  const answer = await client(actor).finish(location, digest, CONTENT_BY_DIGEST.get(digest))
  expectStatus(`push of ${digest}`, answer.status, 201)
  touchBlob(actor.shelf, digest, begun)
}

/** As clients do: what is there is not sent again. */
async function ensure(actor: Actor, digest: string): Promise<number> {
  const one = client(actor)
  const { status } = await one.call('HEAD', one.at(`blobs/${digest}`))
  expectStatus(`HEAD ${digest}`, status, 200, 404)
  if (status === 200) touchBlob(actor.shelf, digest, actor.now())
  else await push(actor, digest)
  return CONTENT_BY_DIGEST.get(digest)?.length ?? 0
}

async function pushImage(actor: Actor): Promise<string> {
  return putImage(actor, actor.random.below(4) > 0 ? pick(actor.random, TAGS) : undefined, null)
}

async function pushReferrer(actor: Actor): Promise<string> {
  const subject = pick(actor.random, promisedManifests(actor.shelf, actor.now()))
  return putImage(actor, undefined, subject ?? null)
}

async function putImage(actor: Actor, tag: string | undefined, subject: Manifest | null): Promise<string> {
  const { random } = actor
  const config = sha256(configOf(random.below(CONFIGS)))
  const layers = [...new Set([0, 1].map(() => sha256(contentOf(random.below(CONTENTS)))))]
  const text = JSON.stringify({
    schemaVersion: 2,
    mediaType: OCI_MANIFEST,
    config: { mediaType: OCI_CONFIG, digest: config, size: await ensure(actor, config) },
    layers: await each(layers, async (digest) => ({
      mediaType: OCI_LAYER,
      digest,
      size: await ensure(actor, digest),
    })),
    ...(subject && {
      subject: { mediaType: subject.type, digest: subject.digest, size: subject.text.length },
    }),
  })
  const blobs = [config, ...layers]
  await put(actor, tag, { text, type: OCI_MANIFEST, blobs, children: [], subject: subject?.digest ?? null })
  return `image ${sha256(text).slice(7, 13)} as ${tag ?? 'its digest'}${subject ? ' with a subject' : ''}`
}

async function pushIndex(actor: Actor): Promise<string> {
  const { random, shelf } = actor
  const children: Manifest[] = []
  const images = [...shelf.manifests.values()].filter(({ manifest }) => manifest.children.length === 0)
  for (const entry of [pick(random, images), pick(random, images)])
    if (entry && !children.includes(entry.manifest) && (await isThere(actor, entry.manifest)))
      children.push(entry.manifest)
  const text = JSON.stringify({
    schemaVersion: 2,
    mediaType: OCI_INDEX,
    manifests: children.map(({ type, digest, text: { length } }) => ({
      mediaType: type,
      digest,
      size: length,
    })),
  })
  const tag = random.below(3) > 0 ? pick(random, TAGS) : undefined
  const digests = children.map(({ digest }) => digest)
  await put(actor, tag, { text, type: OCI_INDEX, blobs: [], children: digests, subject: null })
  return `index of ${digests.length} as ${tag ?? 'its digest'}`
}

async function put(actor: Actor, tag: string | undefined, pushed: Omit<Manifest, 'digest'>): Promise<void> {
  const { shelf } = actor
  const manifest = { ...pushed, digest: sha256(pushed.text) }
  // what has lapsed may have gone, and with it that a tag once pointed to it: only the registry knows
  const known = shelf.manifests.get(manifest.digest)
  if (known && known.until < actor.now() && !heldManifests(shelf).has(manifest.digest))
    await isThere(actor, known.manifest)
  const { status } = await client(actor).putManifest(tag ?? manifest.digest, manifest.text, manifest.type)
  expectStatus(`manifest ${manifest.digest}`, status, 201)
  const before = shelf.manifests.get(manifest.digest)
  shelf.manifests.set(manifest.digest, {
    manifest,
    named: tag !== undefined || (before?.named ?? false),
    until: before?.until ?? 0,
  })
  touchManifest(shelf, manifest.digest, actor.now())
  for (const child of manifest.children) {
    const entry = shelf.manifests.get(child)
    if (entry) entry.named = true
  }
  if (tag !== undefined) shelf.tags.set(tag, manifest.digest)
}

async function isThere(actor: Actor, { digest }: Manifest): Promise<boolean> {
  const one = client(actor)
  const { status } = await one.call('HEAD', one.at(`manifests/${digest}`))
  expectStatus(`HEAD of ${digest}`, status, 200, 404)
  if (status === 200) touchManifest(actor.shelf, digest, actor.now())
  else actor.shelf.manifests.delete(digest)
  return status === 200
}

/** Of what had lapsed when a collection began and is held now, by what was pushed meanwhile: what is still there. */
export async function lookAgain(actor: Actor, lapsed: ReadonlySet<string>): Promise<void> {
  const held = heldManifests(actor.shelf)
  for (const digest of lapsed) {
    const entry = actor.shelf.manifests.get(digest)
    if (entry && held.has(digest) && entry.until < actor.now()) await isThere(actor, entry.manifest)
  }
}

async function pullManifest(actor: Actor): Promise<string> {
  const entry = pick(actor.random, [...actor.shelf.manifests.values()])
  if (!entry) return 'nothing to pull'
  return `pull ${entry.manifest.digest.slice(7, 13)}: ${await isThere(actor, entry.manifest)}`
}

async function mount(actor: Actor): Promise<string> {
  const { random, shelf } = actor
  const source = pick(random, actor.sources)
  const digest = source && pick(random, [...source.blobs.keys()])
  if (!source || !digest) return 'nothing to mount'
  const one = client(actor)
  const { status } = await one.call('POST', one.at(`blobs/uploads/?mount=${digest}&from=${source.name}`))
  expectStatus(`mount of ${digest}`, status, 201, 202)
  if (status === 201) touchBlob(shelf, digest, actor.now())
  return `mount ${digest.slice(7, 13)} from ${source.name}: ${status}`
}

async function headBlob(actor: Actor): Promise<string> {
  const digest = pick(actor.random, [...CONTENT_BY_DIGEST.keys()]) ?? ''
  const one = client(actor)
  const { status } = await one.call('HEAD', one.at(`blobs/${digest}`))
  expectStatus(`HEAD ${digest}`, status, 200, 404)
  if (status === 200) touchBlob(actor.shelf, digest, actor.now())
  return `ask for ${digest.slice(7, 13)}: ${status}`
}

async function deleteTag(actor: Actor): Promise<string> {
  const tag = pick(
    actor.random,
    [...actor.shelf.tags.keys()].filter((name) => name !== KEPT),
  )
  if (tag === undefined) return 'no tag to delete'
  const one = client(actor)
  expectStatus(`delete of ${tag}`, (await one.call('DELETE', one.at(`manifests/${tag}`))).status, 202)
  actor.shelf.tags.delete(tag)
  expectStatus(`${tag} after its end`, (await one.call('GET', one.at(`manifests/${tag}`))).status, 404)
  return `delete ${tag}`
}

async function deleteManifest(actor: Actor): Promise<string> {
  const { shelf } = actor
  const own = promisedManifests(shelf, actor.now())
  const entry = pick(
    actor.random,
    own.filter(({ digest }) => digest !== shelf.tags.get(KEPT)),
  )
  // an index whose child was deleted is its owner's affair, and not what is tested here
  const isChild = [...shelf.manifests.values()].some(({ manifest }) =>
    manifest.children.includes(entry?.digest ?? ''),
  )
  if (!entry || isChild) return 'no manifest to delete'
  const one = client(actor)
  const path = one.at(`manifests/${entry.digest}`)
  expectStatus(`delete of ${entry.digest}`, (await one.call('DELETE', path)).status, 202)
  shelf.manifests.delete(entry.digest)
  for (const [tag, digest] of shelf.tags) if (digest === entry.digest) shelf.tags.delete(tag)
  expectStatus(`${entry.digest} after its end`, (await one.call('GET', path)).status, 404)
  return `delete ${entry.digest.slice(7, 13)}`
}

async function deleteBlob(actor: Actor): Promise<string> {
  const { shelf, random } = actor
  const needed = new Set([...shelf.manifests.values()].flatMap(({ manifest }) => manifest.blobs))
  const digest = pick(
    random,
    [...shelf.blobs.keys()].filter((one) => !needed.has(one)),
  )
  if (digest === undefined) return 'no blob to delete'
  const one = client(actor)
  const { status } = await one.call('DELETE', one.at(`blobs/${digest}`))
  expectStatus(`delete of ${digest}`, status, 202, 404)
  shelf.blobs.delete(digest)
  expectStatus(`${digest} after its end`, (await one.call('GET', one.at(`blobs/${digest}`))).status, 404)
  return `delete ${digest.slice(7, 13)}`
}

/** The announced digest is one that others have: what is wrong takes nothing of theirs away. */
async function pushWrong(actor: Actor): Promise<string> {
  const digest = pick(actor.random, [...CONTENT_BY_DIGEST.keys()]) ?? ''
  const answer = await client(actor).finish(await client(actor).startUpload(), digest, Buffer.from('wrong'))
  expectStatus('wrong content', answer.status, 400)
  return `push wrong ${digest.slice(7, 13)}`
}

async function abandonUpload(actor: Actor): Promise<string> {
  const location = await client(actor).startUpload()
  const answer = await client(actor).call('PATCH', location, { body: Buffer.from('abandoned') })
  expectStatus('a piece', answer.status, 202)
  return 'abandon an upload'
}

/** What is read must be what was pushed, promised or not; what is promised must be there. */
/** An image that nobody deletes: an empty repository is removed, and its next push may have to be sent again. */
export async function pushKept(actor: Actor): Promise<void> {
  await putImage(actor, KEPT, null)
}

export async function readBack(actor: Actor, digest: string, promised: boolean): Promise<void> {
  const one = client(actor)
  const answer = await one.call('GET', one.at(`blobs/${digest}`))
  const what = `${actor.shelf.name} ${digest}: ${answer.body.subarray(0, 300).toString()}`
  expectStatus(what, answer.status, 200, ...(promised ? [] : [404]))
  if (answer.status === 200 && sha256(answer.body) !== digest)
    throw new Error(`${digest} is served as something else`)
}

export async function readBackManifest(actor: Actor, { digest, text }: Manifest): Promise<void> {
  const one = client(actor)
  const answer = await one.call('GET', one.at(`manifests/${digest}`))
  const held = heldManifests(actor.shelf).has(digest)
  expectStatus(`${actor.shelf.name} ${held ? 'held' : 'promised'} ${digest}`, answer.status, 200)
  if (answer.body.toString() !== text) throw new Error(`${digest} is served as something else`)
  touchManifest(actor.shelf, digest, actor.now())
}

async function each<T, R>(values: readonly T[], work: (value: T) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  for (const value of values) results.push(await work(value))
  return results
}
