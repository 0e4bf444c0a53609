import { z } from 'zod'
import { sandboxInput, sandboxProcedure } from '../sandbox-procedure.ts'
import { router } from '../trpc.ts'

/** Ports of somebody's lab, for its owner and for who teaches. */
export const sandboxPortsRouter = router({
  list: sandboxProcedure('either')
    .input(sandboxInput({}))
    .query(({ ctx, input }) => ctx.sandboxPorts.list(input.sandbox)),
  /**
   * An address that lets a browser in, once and within half a minute; `at` is the path that it asked for. `stay`: it shows
   * nothing, and who is in stays in.
   */
  enter: sandboxProcedure('either')
    .input(
      sandboxInput({
        name: z.string().min(1).max(64),
        at: z.string().startsWith('/').max(2000),
        stay: z.boolean().optional(),
      }),
    )
    .mutation(({ ctx, input }) => ctx.sandboxPorts.enter(ctx.asked, input)),
})
