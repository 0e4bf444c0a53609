export type { BuildFolders } from './build-folders.ts'
export type { Builder } from './builder.ts'
export type { BuilderOptions } from './builder-options.ts'
export { createBuilder } from './create-builder.ts'
