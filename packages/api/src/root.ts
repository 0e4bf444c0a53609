import { accountRouter } from './routers/account.ts'
import { adminRouter } from './routers/admin.ts'
import { appsRouter } from './routers/apps.ts'
import { auditRouter } from './routers/audit.ts'
import { authRouter } from './routers/auth.ts'
import { backupsRouter } from './routers/backups.ts'
import { buildsRouter } from './routers/builds.ts'
import { classesRouter } from './routers/classes.ts'
import { coursesRouter } from './routers/courses.ts'
import { deploysRouter } from './routers/deploys.ts'
import { domainsRouter } from './routers/domains.ts'
import { doorRouter } from './routers/door.ts'
import { eventsRouter } from './routers/events.ts'
import { gitRouter } from './routers/git.ts'
import { imageRulesRouter } from './routers/image-rules.ts'
import { imagesRouter } from './routers/images.ts'
import { instancesRouter } from './routers/instances.ts'
import { invitationsRouter } from './routers/invitations.ts'
import { jobsRouter } from './routers/jobs.ts'
import { joinRouter } from './routers/join.ts'
import { keysRouter } from './routers/keys.ts'
import { metricsRouter } from './routers/metrics.ts'
import { labsRouter } from './routers/labs.ts'
import { mirrorsRouter } from './routers/mirrors.ts'
import { membersRouter } from './routers/members.ts'
import { meRouter } from './routers/me.ts'
import { nodeImagesRouter } from './routers/node-images.ts'
import { projectsRouter } from './routers/projects.ts'
import { releasesRouter } from './routers/releases.ts'
import { sandboxPortsRouter } from './routers/sandbox-ports.ts'
import { sandboxesRouter } from './routers/sandboxes.ts'
import { secretsRouter } from './routers/secrets.ts'
import { storageRouter } from './routers/storage.ts'
import { tlsRouter } from './routers/tls.ts'
import { tenantsRouter } from './routers/tenants.ts'
import { tokensRouter } from './routers/tokens.ts'
import { volumesRouter } from './routers/volumes.ts'
import { webhooksRouter } from './routers/webhooks.ts'
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
  keys: keysRouter,
  courses: coursesRouter,
  join: joinRouter,
  apps: appsRouter,
  projects: projectsRouter,
  releases: releasesRouter,
  deploys: deploysRouter,
  domains: domainsRouter,
  door: doorRouter,
  builds: buildsRouter,
  jobs: jobsRouter,
  labs: labsRouter,
  sandboxPorts: sandboxPortsRouter,
  sandboxes: sandboxesRouter,
  classes: classesRouter,
  git: gitRouter,
  images: imagesRouter,
  imageRules: imageRulesRouter,
  metrics: metricsRouter,
  mirrors: mirrorsRouter,
  nodeImages: nodeImagesRouter,
  instances: instancesRouter,
  volumes: volumesRouter,
  backups: backupsRouter,
  webhooks: webhooksRouter,
  events: eventsRouter,
  audit: auditRouter,
  admin: adminRouter,
  storage: storageRouter,
  tls: tlsRouter,
  secrets: secretsRouter,
})

export type AppRouter = typeof appRouter
