export * from './descriptor.ts'
export * from './digest.ts'
export * from './foreign-reference.ts'
export * from './image.ts'
export * from './platform.ts'
export * from './reference.ts'
export {
  parseLinuxResources,
  parseProcessConfig,
  parseRuntimeConfig,
} from './runtime-config/parse-runtime-config.ts'
export type * from './runtime-config/runtime-config.ts'
export * from './runtime-config/vocabulary.ts'
export * from './runtime-spec.ts'
