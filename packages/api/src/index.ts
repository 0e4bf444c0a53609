export type { ApiConfig, ApiContext } from './context.ts'
export { type AppRouter, appRouter } from './root.ts'
