export { collect, type CollectionDeps } from './collect/collect.ts'
export { createStorageQueries, type StorageQueries } from './collect/storage-queries.ts'
export { createCommitTokens, type MintCommitToken } from './commit-tokens.ts'
export { createImageLookup, type ImageLookup } from './image-lookup.ts'
export { createImageQueries, type ImageQueries } from './image-queries.ts'
export { createPullTokens, type MintPullToken } from './pull-tokens.ts'
export {
  createRegistryHandler,
  type RegistryHandler,
  type RegistryOptions,
} from './create-registry-handler.ts'
export { recountUsage } from './quota/recount.ts'
export { type RegistryActor, type RegistryAuth, subjectOf } from './registry-actor.ts'
export { reapUploads } from './upload-reaper.ts'
