export { createOutbound } from './create-outbound.ts'
export { createAddressFinder, type FindAddress } from './find-address.ts'
export type { Outbound, OutboundAnswer, OutboundCall } from './outbound.ts'
export { createTargetCheck } from './target-check.ts'
