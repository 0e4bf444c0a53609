import { router } from './trpc.ts'

/** Every procedure of the platform. */
export const appRouter = router({})

export type AppRouter = typeof appRouter
