import { z } from 'zod'
import { adminProcedure, router } from '../trpc.ts'

const pem = z.string().min(1).max(64_000)
const nothing = z.strictObject({}).optional()

type Asking = { readonly actor: { readonly label: string }; readonly ip: string | null }
const by = ({ actor, ip }: Asking) => ({ by: actor.label, ip })

/** Certificates of the platform's address, and of the addresses of apps. */
export const tlsRouter = router({
  overview: adminProcedure.input(nothing).query(({ ctx }) => ctx.tls.overview()),

  tryNow: adminProcedure.input(nothing).mutation(({ ctx }) => ctx.tls.tryNow(by(ctx))),

  setCertificate: adminProcedure
    .input(z.strictObject({ chain: pem, key: pem }))
    .mutation(({ ctx, input }) => ctx.tls.setCertificate(by(ctx), input)),

  removeCertificate: adminProcedure.input(nothing).mutation(({ ctx }) => ctx.tls.removeCertificate(by(ctx))),
})
