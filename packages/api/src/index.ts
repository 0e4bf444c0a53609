export type { ApiConfig, ApiContext } from './context.ts'
export { type AppRouter, appRouter } from './root.ts'
export { createNodeImages, type ImageNodes, type NodeImageService } from './node-images.ts'
