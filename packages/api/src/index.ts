export type { ApiConfig, ApiContext, SourceInvitations } from './context.ts'
export { type AppRouter, appRouter } from './root.ts'
export { createNodeImages, type NodeImageService } from './node-images/create-node-images.ts'
export type { ImageNodes } from './node-images/image-nodes.ts'
