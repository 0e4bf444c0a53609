export { createNetwork, type NetworkOptions } from './create-network.ts'
export { checkHost, type HostCheck } from './host-checks.ts'
export type { Attachment, AttachRequest, Network } from './network.ts'
export { createResolver, type Resolver } from './resolver/create-resolver.ts'
