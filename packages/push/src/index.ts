export { createGitService, type GitService } from './create-git-service.ts'
export { createDeliveryRunner } from './hooks/run-deliveries.ts'
export { createTakeDelivery, type TakeDelivery } from './hooks/take-delivery.ts'
export { createFetchSource } from './remote/fetch-source.ts'
export type { FetchSource } from './remote/remote-ports.ts'
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
