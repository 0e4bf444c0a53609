import { accountRouter } from './routers/account.ts'
import { adminRouter } from './routers/admin.ts'
import { auditRouter } from './routers/audit.ts'
import { authRouter } from './routers/auth.ts'
import { invitationsRouter } from './routers/invitations.ts'
import { membersRouter } from './routers/members.ts'
import { meRouter } from './routers/me.ts'
import { tenantsRouter } from './routers/tenants.ts'
import { tokensRouter } from './routers/tokens.ts'
import { router } from './trpc.ts'

/** Every procedure of the platform. */
export const appRouter = router({
  me: meRouter,
  auth: authRouter,
  account: accountRouter,
  tenants: tenantsRouter,
  members: membersRouter,
  invitations: invitationsRouter,
  tokens: tokensRouter,
  audit: auditRouter,
  admin: adminRouter,
})

export type AppRouter = typeof appRouter
