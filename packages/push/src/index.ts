export { createGitService, type GitService } from './create-git-service.ts'
export {
  type BuildMoment,
  type GitActor,
  type GitAuth,
  PUSH_LIMITS,
  type PushApps,
  type PushBuilds,
  type Pusher,
  type PushLimits,
} from './ports.ts'
