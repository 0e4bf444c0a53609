export { createOutbound } from './create-outbound.ts'
export type { Outbound, OutboundAnswer, OutboundCall } from './outbound.ts'
export { parseTarget } from './target.ts'
