export { createImageLookup, type ImageLookup } from './image-lookup.ts'
export { createImageQueries, type ImageQueries } from './image-queries.ts'
export { createPullTokens, type MintPullToken } from './pull-tokens.ts'
export {
  createRegistryHandler,
  type RegistryHandler,
  type RegistryOptions,
} from './create-registry-handler.ts'
export type { RegistryActor, RegistryAuth } from './registry-actor.ts'
export { reapUploads } from './upload-reaper.ts'
