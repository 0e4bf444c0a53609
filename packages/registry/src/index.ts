export { collect, type CollectionDeps } from './collect/collect.ts'
export { collectWhenDue } from './collect/collect-when-due.ts'
export { createStorageQueries, type StorageQueries } from './collect/storage-queries.ts'
export { createCommitTokens, type MintCommitToken } from './commit-tokens.ts'
export { createImageLookup, type ImageLookup } from './image-lookup.ts'
export { createPullCounter } from './pulls/pull-counter.ts'
export { createPullTokens, type MintPullToken } from './pull-tokens.ts'
export {
  createRegistryHandler,
  type RegistryHandler,
  type RegistryOptions,
} from './create-registry-handler.ts'
export { MAX_DESCRIPTION, MAX_README_BYTES } from './face/describe-repository.ts'
export { createImageQueries, type ImageQueries } from './face/image-queries.ts'
export { REPOSITORY_SCOPES, REPOSITORY_SORTS } from './face/list-repositories.ts'
export { TAG_SORTS } from './face/list-tags.ts'
export { createMirror, type Mirror } from './mirror/create-mirror.ts'
export { recountUsage } from './quota/recount.ts'
export type { Happening, RegistryHappenings } from './happenings.ts'
export { type RegistryActor, type RegistryAuth, subjectOf } from './registry-actor.ts'
export { reapUploads } from './upload-reaper.ts'
